using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>A matrix times a tile: sixteen columns, each of another unit.</summary>
/// <remarks>Each element is one chain of fused multiply-adds in ascending order; a unit's bits depend on no other's.</remarks>
internal static class UnitTileProduct
{
    /// <summary>Units of a tile.</summary>
    public const int Width = 2 * Wide.Count;

    /// <summary>result[j] = Σ_k matrix[k, j]·tile[k].</summary>
    /// <param name="matrix">Row k at k·<paramref name="stride"/>.</param>
    /// <param name="stride">A multiple of 8, not below <paramref name="outputs"/>.</param>
    /// <param name="count">How many k.</param>
    /// <param name="outputs">How many j; up to three rows more are written.</param>
    /// <param name="tile">Rows of sixteen.</param>
    /// <param name="result">Rows of sixteen.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        ref double matrix, nint stride, int count, int outputs, ref double tile, ref double result)
    {
        for (nint j = 0; j < outputs; j += 4)
        {
            Vector512<double> a0 = default, a1 = default, a2 = default, a3 = default;
            Vector512<double> b0 = default, b1 = default, b2 = default, b3 = default;
            ref var factors = ref Unsafe.Add(ref matrix, j);
            ref var row = ref tile;
            for (nint k = 0; k < count; k++)
            {
                var (left, right) = (Wide.Load(ref row, 0), Wide.Load(ref row, Wide.Count));
                var f = Vector512.Create(factors);
                (a0, b0) = (Wide.Fused(f, left, a0), Wide.Fused(f, right, b0));
                f = Vector512.Create(Unsafe.Add(ref factors, 1));
                (a1, b1) = (Wide.Fused(f, left, a1), Wide.Fused(f, right, b1));
                f = Vector512.Create(Unsafe.Add(ref factors, 2));
                (a2, b2) = (Wide.Fused(f, left, a2), Wide.Fused(f, right, b2));
                f = Vector512.Create(Unsafe.Add(ref factors, 3));
                (a3, b3) = (Wide.Fused(f, left, a3), Wide.Fused(f, right, b3));
                factors = ref Unsafe.Add(ref factors, stride);
                row = ref Unsafe.Add(ref row, Width);
            }

            ref var to = ref Unsafe.Add(ref result, j * Width);
            Wide.Store(a0, ref to, 0);
            Wide.Store(b0, ref to, Wide.Count);
            Wide.Store(a1, ref to, Width);
            Wide.Store(b1, ref to, Width + Wide.Count);
            Wide.Store(a2, ref to, 2 * Width);
            Wide.Store(b2, ref to, 2 * Width + Wide.Count);
            Wide.Store(a3, ref to, 3 * Width);
            Wide.Store(b3, ref to, 3 * Width + Wide.Count);
        }
    }

    /// <summary>Rows times rows, element by element.</summary>
    public static void Scale(ref double rows, ref double factors, int count, ref double result)
    {
        for (nint i = 0; i < count * Width; i += Wide.Count)
        {
            Wide.Store(Wide.Load(ref rows, i) * Wide.Load(ref factors, i), ref result, i);
        }
    }

    /// <summary>Rows copied.</summary>
    public static void Copy(ref double rows, int count, ref double result)
    {
        for (nint i = 0; i < count * Width; i += Wide.Count)
        {
            Wide.Store(Wide.Load(ref rows, i), ref result, i);
        }
    }
}
