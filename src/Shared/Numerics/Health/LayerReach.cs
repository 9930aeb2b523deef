using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>How a layer reaches a batch, by m_j = max_i z_ji, the highest pre-activation of sample j over the layer's units.</summary>
/// <remarks>
/// Source: prototype-surface-control.md §4.1, where a sample with m_j ≤ 0 is dead data: no ReLU of the layer lets it pass.
/// Maxima are exact, so the numbers do not depend on SIMD width or order. A sample with a NaN has m_j = NaN: it is not dead,
/// and <see cref="Least"/> is NaN.
/// </remarks>
/// <param name="Samples">B.</param>
/// <param name="Dead">Samples with m_j ≤ 0.</param>
/// <param name="Least">min_j m_j.</param>
public readonly record struct LayerReach(int Samples, int Dead, float Least)
{
    /// <summary>D, the share of the samples that are dead data.</summary>
    public double DeadShare => (double)Dead / Samples;

    /// <summary>Of a batch's pre-activations. What fills up rows is not looked at.</summary>
    /// <param name="z">A row a sample, a column a unit.</param>
    /// <param name="samples">How many of the rows, at least 1.</param>
    public static LayerReach Of(Matrix z, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples, z.Rows);
        var (dead, least) = (0, float.PositiveInfinity);
        var last = Last(z.Columns);
        for (var row = 0; row < samples; row++)
        {
            var top = Top(ref Unsafe.Add(ref z.First, row * z.Stride), z.Stride - Matrix.Padding, last);
            dead += top <= 0 ? 1 : 0;
            least = MathF.Min(least, top);
        }

        return new(samples, dead, least);
    }

    /// <summary>Of a batch's pre-activations without some units, which count as if they were not there.</summary>
    /// <param name="z">A row a sample, a column a unit.</param>
    /// <param name="samples">How many of the rows, at least 1.</param>
    /// <param name="isLeftOut">One a unit. When all are, every m_j is −∞.</param>
    public static LayerReach Of(Matrix z, int samples, ReadOnlySpan<bool> isLeftOut)
    {
        var (dead, least) = (0, float.PositiveInfinity);
        for (var row = 0; row < samples; row++)
        {
            var numbers = z.Row(row);
            var top = float.NegativeInfinity;
            for (var unit = 0; unit < numbers.Length; unit++)
            {
                top = isLeftOut[unit] ? top : MathF.Max(top, numbers[unit]);
            }

            dead += top <= 0 ? 1 : 0;
            least = MathF.Min(least, top);
        }

        return new(samples, dead, least);
    }

    /// <summary>Ones where the last row of lanes holds units, zeros where it is filled up.</summary>
    private static Vector512<float> Last(int columns) => Vector512.LessThan(
        Vector512<float>.Indices, Vector512.Create((float)((columns - 1) % Matrix.Padding + 1)));

    private static float Top(ref float row, int whole, Vector512<float> last)
    {
        var least = Vector512.Create(float.NegativeInfinity);
        var top = Vector512.ConditionalSelect(last, Vector512.LoadUnsafe(ref row, (nuint)whole), least);
        for (nuint column = 0; column < (nuint)whole; column += Matrix.Padding)
        {
            top = Vector512.Max(top, Vector512.LoadUnsafe(ref row, column));
        }

        var eight = Vector256.Max(top.GetLower(), top.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[2]), MathF.Max(four[1], four[3]));
    }
}
