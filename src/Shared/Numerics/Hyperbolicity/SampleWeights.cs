using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>The weights s_j of a unit's Hessian block H = Σ_j s_j x̃_j x̃_jᵀ, for all units of a layer, in float64.</summary>
/// <remarks>
/// δ_jk is the derivative of output k by the unit's pre-activation z, on sample j; k after k, a row of units a sample.
/// </remarks>
public static class SampleWeights
{
    /// <summary>Mean over samples of squared errors summed over outputs: s_j = (2/B) Σ_k δ_jk².</summary>
    /// <param name="sensitivities">δ: outputs × samples × units.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="samples">B.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="weights">s_j of unit i at j·<paramref name="stride"/> + i.</param>
    /// <param name="stride">At least <paramref name="units"/>.</param>
    public static void SquaredError(
        ReadOnlySpan<float> sensitivities, int outputs, int samples, int units, Span<double> weights, int stride)
    {
        Check(sensitivities, outputs, samples, units);
        for (var j = 0; j < samples; j++)
        {
            var row = weights.Slice(j * stride, units);
            row.Clear();
            for (var k = 0; k < outputs; k++)
            {
                AddSquares(sensitivities.Slice((k * samples + j) * units, units), row);
            }

            Scale(row, 2.0 / samples);
        }
    }

    /// <summary>
    /// Mean over samples of softmax cross-entropy: s_j = (1/B)[Σ_k p_k δ_jk² − (Σ_k p_k δ_jk)²], computed as
    /// (1/B) Σ_k p_k (δ_jk − δ̄_j)², δ̄_j = Σ_k p_k δ_jk, which is never below 0.
    /// </summary>
    /// <param name="sensitivities">δ: outputs × samples × units.</param>
    /// <param name="probabilities">p: samples × outputs, each row of sum 1.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="samples">B.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="weights">s_j of unit i at j·<paramref name="stride"/> + i.</param>
    /// <param name="stride">At least <paramref name="units"/>.</param>
    /// <param name="means">Scratch: as many numbers as units.</param>
    public static void CrossEntropy(
        ReadOnlySpan<float> sensitivities, ReadOnlySpan<float> probabilities, int outputs, int samples, int units,
        Span<double> weights, int stride, Span<double> means)
    {
        Check(sensitivities, outputs, samples, units);
        if (probabilities.Length != samples * outputs)
        {
            throw new ArgumentException("There must be a probability for each sample and output.", nameof(probabilities));
        }

        means = means[..units];
        for (var j = 0; j < samples; j++)
        {
            means.Clear();
            for (var k = 0; k < outputs; k++)
            {
                AddMultiple(sensitivities.Slice((k * samples + j) * units, units), probabilities[j * outputs + k], means);
            }

            var row = weights.Slice(j * stride, units);
            row.Clear();
            for (var k = 0; k < outputs; k++)
            {
                var p = probabilities[j * outputs + k];
                AddDeviations(sensitivities.Slice((k * samples + j) * units, units), means, p, row);
            }

            Scale(row, 1.0 / samples);
        }
    }

    private static void Check(ReadOnlySpan<float> sensitivities, int outputs, int samples, int units)
    {
        if (sensitivities.Length != outputs * samples * units)
        {
            throw new ArgumentException("There must be a derivative for each output, sample and unit.", nameof(sensitivities));
        }
    }

    private static void AddSquares(ReadOnlySpan<float> row, Span<double> sums)
    {
        var i = 0;
        for (; i + Wide.Count <= row.Length; i += Wide.Count)
        {
            var x = Widen(row, i);
            (x * x + Vector512.Create(sums.Slice(i, Wide.Count))).CopyTo(sums[i..]);
        }

        for (; i < row.Length; i++)
        {
            sums[i] = (double)row[i] * row[i] + sums[i];
        }
    }

    private static void AddMultiple(ReadOnlySpan<float> row, double factor, Span<double> sums)
    {
        var i = 0;
        for (; i + Wide.Count <= row.Length; i += Wide.Count)
        {
            (Vector512.Create(factor) * Widen(row, i) + Vector512.Create(sums.Slice(i, Wide.Count))).CopyTo(sums[i..]);
        }

        for (; i < row.Length; i++)
        {
            sums[i] = factor * row[i] + sums[i];
        }
    }

    private static void AddDeviations(ReadOnlySpan<float> row, ReadOnlySpan<double> means, double factor, Span<double> sums)
    {
        var i = 0;
        for (; i + Wide.Count <= row.Length; i += Wide.Count)
        {
            var x = Widen(row, i) - Vector512.Create(means.Slice(i, Wide.Count));
            (Vector512.Create(factor) * x * x + Vector512.Create(sums.Slice(i, Wide.Count))).CopyTo(sums[i..]);
        }

        for (; i < row.Length; i++)
        {
            var x = row[i] - means[i];
            sums[i] = factor * x * x + sums[i];
        }
    }

    private static void Scale(Span<double> row, double factor)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] *= factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Widen(ReadOnlySpan<float> row, int from) =>
        Vector512.WidenLower(Vector256.Create(row.Slice(from, Wide.Count)).ToVector512());
}
