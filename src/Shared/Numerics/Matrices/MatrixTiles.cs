using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>
/// The tiles of <see cref="MatrixProduct"/>: each keeps its part of C in registers while it goes down B. Written out,
/// since what stands in an array does not stay in registers.
/// </summary>
internal static class MatrixTiles<T>
    where T : struct, ILanes<T>
{
    /// <summary>8 rows by 3 rows of lanes: 24 sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByThree(LeftFactor a, MatrixRows b, MatrixRows start, MatrixRows c, int depth)
    {
        ref var s0 = ref start.First;
        var (c00, c01, c02) = (T.Load(ref s0), T.Load(ref Unsafe.Add(ref s0, T.Count)), T.Load(ref Unsafe.Add(ref s0, 2 * T.Count)));
        ref var s1 = ref Unsafe.Add(ref start.First, start.Stride);
        var (c10, c11, c12) = (T.Load(ref s1), T.Load(ref Unsafe.Add(ref s1, T.Count)), T.Load(ref Unsafe.Add(ref s1, 2 * T.Count)));
        ref var s2 = ref Unsafe.Add(ref start.First, 2 * start.Stride);
        var (c20, c21, c22) = (T.Load(ref s2), T.Load(ref Unsafe.Add(ref s2, T.Count)), T.Load(ref Unsafe.Add(ref s2, 2 * T.Count)));
        ref var s3 = ref Unsafe.Add(ref start.First, 3 * start.Stride);
        var (c30, c31, c32) = (T.Load(ref s3), T.Load(ref Unsafe.Add(ref s3, T.Count)), T.Load(ref Unsafe.Add(ref s3, 2 * T.Count)));
        ref var s4 = ref Unsafe.Add(ref start.First, 4 * start.Stride);
        var (c40, c41, c42) = (T.Load(ref s4), T.Load(ref Unsafe.Add(ref s4, T.Count)), T.Load(ref Unsafe.Add(ref s4, 2 * T.Count)));
        ref var s5 = ref Unsafe.Add(ref start.First, 5 * start.Stride);
        var (c50, c51, c52) = (T.Load(ref s5), T.Load(ref Unsafe.Add(ref s5, T.Count)), T.Load(ref Unsafe.Add(ref s5, 2 * T.Count)));
        ref var s6 = ref Unsafe.Add(ref start.First, 6 * start.Stride);
        var (c60, c61, c62) = (T.Load(ref s6), T.Load(ref Unsafe.Add(ref s6, T.Count)), T.Load(ref Unsafe.Add(ref s6, 2 * T.Count)));
        ref var s7 = ref Unsafe.Add(ref start.First, 7 * start.Stride);
        var (c70, c71, c72) = (T.Load(ref s7), T.Load(ref Unsafe.Add(ref s7, T.Count)), T.Load(ref Unsafe.Add(ref s7, 2 * T.Count)));
        ref var left = ref a.First;
        ref var right = ref b.First;
        var down = a.RowStride;
        for (var k = 0; k < depth; k++)
        {
            var b0 = T.Load(ref right);
            var b1 = T.Load(ref Unsafe.Add(ref right, T.Count));
            var b2 = T.Load(ref Unsafe.Add(ref right, 2 * T.Count));
            var a0 = T.Of(left);
            c00 = T.FusedMultiplyAdd(a0, b0, c00);
            c01 = T.FusedMultiplyAdd(a0, b1, c01);
            c02 = T.FusedMultiplyAdd(a0, b2, c02);
            var a1 = T.Of(Unsafe.Add(ref left, down));
            c10 = T.FusedMultiplyAdd(a1, b0, c10);
            c11 = T.FusedMultiplyAdd(a1, b1, c11);
            c12 = T.FusedMultiplyAdd(a1, b2, c12);
            var a2 = T.Of(Unsafe.Add(ref left, 2 * down));
            c20 = T.FusedMultiplyAdd(a2, b0, c20);
            c21 = T.FusedMultiplyAdd(a2, b1, c21);
            c22 = T.FusedMultiplyAdd(a2, b2, c22);
            var a3 = T.Of(Unsafe.Add(ref left, 3 * down));
            c30 = T.FusedMultiplyAdd(a3, b0, c30);
            c31 = T.FusedMultiplyAdd(a3, b1, c31);
            c32 = T.FusedMultiplyAdd(a3, b2, c32);
            var a4 = T.Of(Unsafe.Add(ref left, 4 * down));
            c40 = T.FusedMultiplyAdd(a4, b0, c40);
            c41 = T.FusedMultiplyAdd(a4, b1, c41);
            c42 = T.FusedMultiplyAdd(a4, b2, c42);
            var a5 = T.Of(Unsafe.Add(ref left, 5 * down));
            c50 = T.FusedMultiplyAdd(a5, b0, c50);
            c51 = T.FusedMultiplyAdd(a5, b1, c51);
            c52 = T.FusedMultiplyAdd(a5, b2, c52);
            var a6 = T.Of(Unsafe.Add(ref left, 6 * down));
            c60 = T.FusedMultiplyAdd(a6, b0, c60);
            c61 = T.FusedMultiplyAdd(a6, b1, c61);
            c62 = T.FusedMultiplyAdd(a6, b2, c62);
            var a7 = T.Of(Unsafe.Add(ref left, 7 * down));
            c70 = T.FusedMultiplyAdd(a7, b0, c70);
            c71 = T.FusedMultiplyAdd(a7, b1, c71);
            c72 = T.FusedMultiplyAdd(a7, b2, c72);
            left = ref Unsafe.Add(ref left, a.DepthStride);
            right = ref Unsafe.Add(ref right, b.Stride);
        }

        Store(c00, c01, c02, ref c.First);
        Store(c10, c11, c12, ref Unsafe.Add(ref c.First, c.Stride));
        Store(c20, c21, c22, ref Unsafe.Add(ref c.First, 2 * c.Stride));
        Store(c30, c31, c32, ref Unsafe.Add(ref c.First, 3 * c.Stride));
        Store(c40, c41, c42, ref Unsafe.Add(ref c.First, 4 * c.Stride));
        Store(c50, c51, c52, ref Unsafe.Add(ref c.First, 5 * c.Stride));
        Store(c60, c61, c62, ref Unsafe.Add(ref c.First, 6 * c.Stride));
        Store(c70, c71, c72, ref Unsafe.Add(ref c.First, 7 * c.Stride));
    }

    /// <summary>4 rows by 3 rows of lanes: 12 sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourByThree(LeftFactor a, MatrixRows b, MatrixRows start, MatrixRows c, int depth)
    {
        ref var s0 = ref start.First;
        var (c00, c01, c02) = (T.Load(ref s0), T.Load(ref Unsafe.Add(ref s0, T.Count)), T.Load(ref Unsafe.Add(ref s0, 2 * T.Count)));
        ref var s1 = ref Unsafe.Add(ref start.First, start.Stride);
        var (c10, c11, c12) = (T.Load(ref s1), T.Load(ref Unsafe.Add(ref s1, T.Count)), T.Load(ref Unsafe.Add(ref s1, 2 * T.Count)));
        ref var s2 = ref Unsafe.Add(ref start.First, 2 * start.Stride);
        var (c20, c21, c22) = (T.Load(ref s2), T.Load(ref Unsafe.Add(ref s2, T.Count)), T.Load(ref Unsafe.Add(ref s2, 2 * T.Count)));
        ref var s3 = ref Unsafe.Add(ref start.First, 3 * start.Stride);
        var (c30, c31, c32) = (T.Load(ref s3), T.Load(ref Unsafe.Add(ref s3, T.Count)), T.Load(ref Unsafe.Add(ref s3, 2 * T.Count)));
        ref var left = ref a.First;
        ref var right = ref b.First;
        var down = a.RowStride;
        for (var k = 0; k < depth; k++)
        {
            var b0 = T.Load(ref right);
            var b1 = T.Load(ref Unsafe.Add(ref right, T.Count));
            var b2 = T.Load(ref Unsafe.Add(ref right, 2 * T.Count));
            var a0 = T.Of(left);
            c00 = T.FusedMultiplyAdd(a0, b0, c00);
            c01 = T.FusedMultiplyAdd(a0, b1, c01);
            c02 = T.FusedMultiplyAdd(a0, b2, c02);
            var a1 = T.Of(Unsafe.Add(ref left, down));
            c10 = T.FusedMultiplyAdd(a1, b0, c10);
            c11 = T.FusedMultiplyAdd(a1, b1, c11);
            c12 = T.FusedMultiplyAdd(a1, b2, c12);
            var a2 = T.Of(Unsafe.Add(ref left, 2 * down));
            c20 = T.FusedMultiplyAdd(a2, b0, c20);
            c21 = T.FusedMultiplyAdd(a2, b1, c21);
            c22 = T.FusedMultiplyAdd(a2, b2, c22);
            var a3 = T.Of(Unsafe.Add(ref left, 3 * down));
            c30 = T.FusedMultiplyAdd(a3, b0, c30);
            c31 = T.FusedMultiplyAdd(a3, b1, c31);
            c32 = T.FusedMultiplyAdd(a3, b2, c32);
            left = ref Unsafe.Add(ref left, a.DepthStride);
            right = ref Unsafe.Add(ref right, b.Stride);
        }

        Store(c00, c01, c02, ref c.First);
        Store(c10, c11, c12, ref Unsafe.Add(ref c.First, c.Stride));
        Store(c20, c21, c22, ref Unsafe.Add(ref c.First, 2 * c.Stride));
        Store(c30, c31, c32, ref Unsafe.Add(ref c.First, 3 * c.Stride));
    }

    /// <summary>8 rows by a row of lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByOne(LeftFactor a, MatrixRows b, MatrixRows start, MatrixRows c, int depth)
    {
        var c0 = T.Load(ref start.First);
        var c1 = T.Load(ref Unsafe.Add(ref start.First, start.Stride));
        var c2 = T.Load(ref Unsafe.Add(ref start.First, 2 * start.Stride));
        var c3 = T.Load(ref Unsafe.Add(ref start.First, 3 * start.Stride));
        var c4 = T.Load(ref Unsafe.Add(ref start.First, 4 * start.Stride));
        var c5 = T.Load(ref Unsafe.Add(ref start.First, 5 * start.Stride));
        var c6 = T.Load(ref Unsafe.Add(ref start.First, 6 * start.Stride));
        var c7 = T.Load(ref Unsafe.Add(ref start.First, 7 * start.Stride));
        ref var left = ref a.First;
        ref var right = ref b.First;
        var down = a.RowStride;
        for (var k = 0; k < depth; k++)
        {
            var b0 = T.Load(ref right);
            c0 = T.FusedMultiplyAdd(T.Of(left), b0, c0);
            c1 = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref left, down)), b0, c1);
            c2 = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref left, 2 * down)), b0, c2);
            c3 = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref left, 3 * down)), b0, c3);
            c4 = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref left, 4 * down)), b0, c4);
            c5 = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref left, 5 * down)), b0, c5);
            c6 = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref left, 6 * down)), b0, c6);
            c7 = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref left, 7 * down)), b0, c7);
            left = ref Unsafe.Add(ref left, a.DepthStride);
            right = ref Unsafe.Add(ref right, b.Stride);
        }

        T.Store(c0, ref c.First);
        T.Store(c1, ref Unsafe.Add(ref c.First, c.Stride));
        T.Store(c2, ref Unsafe.Add(ref c.First, 2 * c.Stride));
        T.Store(c3, ref Unsafe.Add(ref c.First, 3 * c.Stride));
        T.Store(c4, ref Unsafe.Add(ref c.First, 4 * c.Stride));
        T.Store(c5, ref Unsafe.Add(ref c.First, 5 * c.Stride));
        T.Store(c6, ref Unsafe.Add(ref c.First, 6 * c.Stride));
        T.Store(c7, ref Unsafe.Add(ref c.First, 7 * c.Stride));
    }

    /// <summary>4 rows by a row of lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourByOne(LeftFactor a, MatrixRows b, MatrixRows start, MatrixRows c, int depth)
    {
        var c0 = T.Load(ref start.First);
        var c1 = T.Load(ref Unsafe.Add(ref start.First, start.Stride));
        var c2 = T.Load(ref Unsafe.Add(ref start.First, 2 * start.Stride));
        var c3 = T.Load(ref Unsafe.Add(ref start.First, 3 * start.Stride));
        ref var left = ref a.First;
        ref var right = ref b.First;
        var down = a.RowStride;
        for (var k = 0; k < depth; k++)
        {
            var b0 = T.Load(ref right);
            c0 = T.FusedMultiplyAdd(T.Of(left), b0, c0);
            c1 = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref left, down)), b0, c1);
            c2 = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref left, 2 * down)), b0, c2);
            c3 = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref left, 3 * down)), b0, c3);
            left = ref Unsafe.Add(ref left, a.DepthStride);
            right = ref Unsafe.Add(ref right, b.Stride);
        }

        T.Store(c0, ref c.First);
        T.Store(c1, ref Unsafe.Add(ref c.First, c.Stride));
        T.Store(c2, ref Unsafe.Add(ref c.First, 2 * c.Stride));
        T.Store(c3, ref Unsafe.Add(ref c.First, 3 * c.Stride));
    }

    /// <summary>A row of lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByOne(LeftFactor a, MatrixRows b, MatrixRows start, MatrixRows c, int depth)
    {
        var c0 = T.Load(ref start.First);
        ref var left = ref a.First;
        ref var right = ref b.First;
        for (var k = 0; k < depth; k++)
        {
            var b0 = T.Load(ref right);
            c0 = T.FusedMultiplyAdd(T.Of(left), b0, c0);
            left = ref Unsafe.Add(ref left, a.DepthStride);
            right = ref Unsafe.Add(ref right, b.Stride);
        }

        T.Store(c0, ref c.First);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T first, T second, T third, ref float to)
    {
        T.Store(first, ref to);
        T.Store(second, ref Unsafe.Add(ref to, T.Count));
        T.Store(third, ref Unsafe.Add(ref to, 2 * T.Count));
    }
}
