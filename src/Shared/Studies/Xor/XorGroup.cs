using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>Access to a group's rows.</summary>
internal static class XorGroup
{
    /// <summary>First lane of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float Row<T>(ref float group, int row)
        where T : struct, ILanes<T> => ref Unsafe.Add(ref group, (nint)(row * T.Count));
}
