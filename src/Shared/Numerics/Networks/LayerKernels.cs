using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>What is done to a layer's batch besides products, a row of lanes at a time.</summary>
/// <remarks>
/// Sums over samples go down the rows, one after the other, each unit in its own lane: the same bits at every width. What
/// fills up rows is zero and stays it.
/// </remarks>
internal static class LayerKernels<T>
    where T : struct, ILanes<T>
{
    /// <summary>a = z above 0, slope·z elsewhere; NaN stays NaN.</summary>
    /// <param name="z">Rows × units.</param>
    /// <param name="slopes">A row: each unit's.</param>
    /// <param name="a">Rows × units.</param>
    /// <param name="rows">How many rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate(Matrix z, Matrix slopes, Matrix a, int rows)
    {
        nint stride = z.Stride;
        ref var slope = ref slopes.First;
        ref var from = ref z.First;
        ref var to = ref a.First;
        for (var row = 0; row < rows; row++)
        {
            for (nint column = 0; column < stride; column += T.Count)
            {
                var value = T.Load(ref Unsafe.Add(ref from, column));
                var below = T.Load(ref Unsafe.Add(ref slope, column)) * value;
                T.Store(T.IfLess(T.Of(0), value, value, below), ref Unsafe.Add(ref to, column));
            }

            from = ref Unsafe.Add(ref from, stride);
            to = ref Unsafe.Add(ref to, stride);
        }
    }

    /// <summary>δ ← δ·a′(z): 1 above 0, the slope below, the slope at 0 there.</summary>
    /// <param name="z">Rows × units.</param>
    /// <param name="slopes">A row: each unit's slope below 0.</param>
    /// <param name="atZero">A row: each unit's derivative at 0.</param>
    /// <param name="deltas">Rows × units.</param>
    /// <param name="rows">How many rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Differentiate(Matrix z, Matrix slopes, Matrix atZero, Matrix deltas, int rows)
    {
        nint stride = z.Stride;
        ref var slope = ref slopes.First;
        ref var flat = ref atZero.First;
        ref var from = ref z.First;
        ref var to = ref deltas.First;
        for (var row = 0; row < rows; row++)
        {
            for (nint column = 0; column < stride; column += T.Count)
            {
                var value = T.Load(ref Unsafe.Add(ref from, column));
                var other = T.Load(ref Unsafe.Add(ref flat, column));
                var below = T.IfLess(value, T.Of(0), T.Load(ref Unsafe.Add(ref slope, column)), other);
                ref var delta = ref Unsafe.Add(ref to, column);
                T.Store(T.Load(ref delta) * T.IfLess(T.Of(0), value, T.Of(1), below), ref delta);
            }

            from = ref Unsafe.Add(ref from, stride);
            to = ref Unsafe.Add(ref to, stride);
        }
    }

    /// <summary>Sum of each column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRows(Matrix matrix, int rows, Matrix sums)
    {
        var column = 0;
        for (; column + 4 * T.Count <= matrix.Stride; column += 4 * T.Count)
        {
            var (s0, s1, s2, s3) = (T.Of(0), T.Of(0), T.Of(0), T.Of(0));
            for (var (row, at) = (0, column); row < rows; row++, at += matrix.Stride)
            {
                ref var from = ref Unsafe.Add(ref matrix.First, at);
                s0 += T.Load(ref from);
                s1 += T.Load(ref Unsafe.Add(ref from, T.Count));
                s2 += T.Load(ref Unsafe.Add(ref from, 2 * T.Count));
                s3 += T.Load(ref Unsafe.Add(ref from, 3 * T.Count));
            }

            ref var to = ref Unsafe.Add(ref sums.First, column);
            T.Store(s0, ref to);
            T.Store(s1, ref Unsafe.Add(ref to, T.Count));
            T.Store(s2, ref Unsafe.Add(ref to, 2 * T.Count));
            T.Store(s3, ref Unsafe.Add(ref to, 3 * T.Count));
        }

        for (; column < matrix.Stride; column += T.Count)
        {
            var sum = T.Of(0);
            for (var (row, at) = (0, column); row < rows; row++, at += matrix.Stride)
            {
                sum += T.Load(ref Unsafe.Add(ref matrix.First, at));
            }

            T.Store(sum, ref Unsafe.Add(ref sums.First, column));
        }
    }

    /// <summary>a ← a + b.</summary>
    public static void Add(Matrix a, Matrix b, int rows)
    {
        for (var at = 0; at < rows * a.Stride; at += T.Count)
        {
            ref var to = ref Unsafe.Add(ref a.First, at);
            T.Store(T.Load(ref to) + T.Load(ref Unsafe.Add(ref b.First, at)), ref to);
        }
    }

    /// <summary>Each unit's count of samples where the activation has a slope other than 0 goes up; exact below 2²⁴.</summary>
    /// <param name="z">Rows × units.</param>
    /// <param name="slopes">A row: each unit's slope below 0.</param>
    /// <param name="atZero">A row: each unit's derivative at 0.</param>
    /// <param name="counts">A row: each unit's count.</param>
    /// <param name="rows">How many rows.</param>
    public static void CountActive(Matrix z, Matrix slopes, Matrix atZero, Matrix counts, int rows)
    {
        for (var column = 0; column < z.Stride; column += T.Count)
        {
            var slope = T.Load(ref Unsafe.Add(ref slopes.First, column));
            var flat = T.Load(ref Unsafe.Add(ref atZero.First, column));
            ref var to = ref Unsafe.Add(ref counts.First, column);
            var count = T.Load(ref to);
            for (var (row, at) = (0, column); row < rows; row++, at += z.Stride)
            {
                var value = T.Load(ref Unsafe.Add(ref z.First, at));
                var derivative = T.IfLess(T.Of(0), value, T.Of(1), T.IfLess(value, T.Of(0), slope, flat));
                count += T.Select(T.Equal(derivative, T.Of(0)), T.Of(0), T.Of(1));
            }

            T.Store(count, ref to);
        }
    }

    /// <summary>Rows in which no number is above 0: samples that are dead data of a layer.</summary>
    public static int CountDead(Matrix z, int rows)
    {
        var dead = 0;
        for (var row = 0; row < rows; row++)
        {
            var lit = 0u;
            for (var column = 0; column < z.Stride; column += T.Count)
            {
                lit |= T.BitsOfLess(T.Of(0), T.Load(ref Unsafe.Add(ref z.First, row * z.Stride + column)));
            }

            dead += lit == 0 ? 1 : 0;
        }

        return dead;
    }
}
