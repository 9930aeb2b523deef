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

    /// <summary>The same in float32, for twice the units a second.</summary>
    /// <param name="matrix">Row k at k·<paramref name="stride"/>.</param>
    /// <param name="stride">A multiple of 8, not below <paramref name="outputs"/>.</param>
    /// <param name="count">How many k.</param>
    /// <param name="outputs">How many j; up to seven rows more are written.</param>
    /// <param name="tile">Rows of sixteen.</param>
    /// <param name="result">Rows of sixteen.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ref float matrix, nint stride, int count, int outputs, ref float tile, ref float result)
    {
        for (nint j = 0; j < outputs; j += 8)
        {
            Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
            Vector512<float> a4 = default, a5 = default, a6 = default, a7 = default;
            ref var factors = ref Unsafe.Add(ref matrix, j);
            ref var row = ref tile;
            for (nint k = 0; k < count; k++)
            {
                var units = Vector512.LoadUnsafe(ref row);
                a0 = Vector512.FusedMultiplyAdd(Vector512.Create(factors), units, a0);
                a1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref factors, 1)), units, a1);
                a2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref factors, 2)), units, a2);
                a3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref factors, 3)), units, a3);
                a4 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref factors, 4)), units, a4);
                a5 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref factors, 5)), units, a5);
                a6 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref factors, 6)), units, a6);
                a7 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref factors, 7)), units, a7);
                factors = ref Unsafe.Add(ref factors, stride);
                row = ref Unsafe.Add(ref row, Width);
            }

            ref var to = ref Unsafe.Add(ref result, j * Width);
            a0.StoreUnsafe(ref to);
            a1.StoreUnsafe(ref to, Width);
            a2.StoreUnsafe(ref to, 2 * Width);
            a3.StoreUnsafe(ref to, 3 * Width);
            a4.StoreUnsafe(ref to, 4 * Width);
            a5.StoreUnsafe(ref to, 5 * Width);
            a6.StoreUnsafe(ref to, 6 * Width);
            a7.StoreUnsafe(ref to, 7 * Width);
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

    /// <summary>Rows times rows, element by element, in float32.</summary>
    public static void Scale(ref float rows, ref float factors, int count, ref float result)
    {
        for (nint i = 0; i < count * Width; i += Width)
        {
            (Vector512.LoadUnsafe(ref rows, (nuint)i) * Vector512.LoadUnsafe(ref factors, (nuint)i)).StoreUnsafe(ref result, (nuint)i);
        }
    }

    /// <summary>Rows times rows, rounded to float32.</summary>
    public static void Scale(ref double rows, ref double factors, int count, ref float result)
    {
        for (nint i = 0; i < count * Width; i += Width)
        {
            var left = Wide.Load(ref rows, i) * Wide.Load(ref factors, i);
            var right = Wide.Load(ref rows, i + Wide.Count) * Wide.Load(ref factors, i + Wide.Count);
            Vector512.Narrow(left, right).StoreUnsafe(ref result, (nuint)i);
        }
    }

    /// <summary>Rows of float32 times rows.</summary>
    public static void Scale(ref float rows, ref double factors, int count, ref double result)
    {
        for (nint i = 0; i < count * Width; i += Width)
        {
            var (left, right) = Vector512.Widen(Vector512.LoadUnsafe(ref rows, (nuint)i));
            Wide.Store(left * Wide.Load(ref factors, i), ref result, i);
            Wide.Store(right * Wide.Load(ref factors, i + Wide.Count), ref result, i + Wide.Count);
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
