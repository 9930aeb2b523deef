using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>The outputs of a network: few, so that lanes lie along the units that they are summed over.</summary>
internal static class OutputKernels<T>
    where T : struct, ILanes<T>
{
    /// <summary>Partial sums of a dot product at every width: as many as the greatest width has lanes.</summary>
    private const int Parts = 16;

    /// <summary>f_jk = c_k + Σ_i a_ji·v_ki.</summary>
    /// <remarks>
    /// Sixteen partial sums, one of all i with the same remainder, each fused over rising i; then halves are added to halves
    /// four times, and c last.
    /// </remarks>
    /// <param name="a">Rows × units.</param>
    /// <param name="weights">V: outputs × units.</param>
    /// <param name="biases">c: one row.</param>
    /// <param name="outputs">Rows × outputs.</param>
    /// <param name="rows">How many rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Apply(Matrix a, Matrix weights, Matrix biases, Matrix outputs, int rows)
    {
        Span<float> parts = stackalloc float[Parts];
        for (var row = 0; row < rows; row++)
        {
            var to = outputs.Row(row);
            for (var k = 0; k < to.Length; k++)
            {
                Dot(ref Unsafe.Add(ref a.First, row * a.Stride), ref Unsafe.Add(ref weights.First, k * weights.Stride), a.Stride, parts);
                to[k] = Sum(parts) + biases.Row(0)[k];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Dot(ref float left, ref float right, int length, Span<float> parts)
    {
        if (T.Count == Parts)
        {
            var sum = T.Of(0);
            for (var at = 0; at < length; at += Parts)
            {
                sum = T.FusedMultiplyAdd(T.Load(ref Unsafe.Add(ref left, at)), T.Load(ref Unsafe.Add(ref right, at)), sum);
            }

            T.Store(sum, ref parts[0]);
            return;
        }

        for (var part = 0; part < Parts; part += T.Count)
        {
            var sum = T.Of(0);
            for (var at = part; at < length; at += Parts)
            {
                sum = T.FusedMultiplyAdd(T.Load(ref Unsafe.Add(ref left, at)), T.Load(ref Unsafe.Add(ref right, at)), sum);
            }

            T.Store(sum, ref parts[part]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Span<float> parts)
    {
        var low = Lanes128.Load(ref parts[0]) + Lanes128.Load(ref parts[8]);
        var high = Lanes128.Load(ref parts[4]) + Lanes128.Load(ref parts[12]);
        Lanes128.Store(low + high, ref parts[0]);
        return (parts[0] + parts[2]) + (parts[1] + parts[3]);
    }
}
