using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Rows of numbers in memory as lanes.</summary>
internal static class OrbitRow
{
    /// <summary>The lanes from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load<T>(ref double first, int index)
        where T : struct, IDoubleLanes<T> => T.Load(ref Unsafe.Add(ref first, index));

    /// <summary>Writes lanes from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T lanes, ref double first, int index)
        where T : struct, IDoubleLanes<T> => T.Store(lanes, ref Unsafe.Add(ref first, index));
}
