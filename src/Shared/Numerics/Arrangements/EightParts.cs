using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>
/// Sums over units that do not depend on the number of lanes: unit j is added to part j mod 8, and the parts are added by twos.
/// </summary>
internal static class EightParts
{
    /// <summary>The sum of eight parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(ref double parts) =>
        ((parts + Unsafe.Add(ref parts, 1)) + (Unsafe.Add(ref parts, 2) + Unsafe.Add(ref parts, 3)))
        + ((Unsafe.Add(ref parts, 4) + Unsafe.Add(ref parts, 5)) + (Unsafe.Add(ref parts, 6) + Unsafe.Add(ref parts, 7)));
}
