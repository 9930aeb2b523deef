namespace Farm.Numerics;

/// <summary>
/// One draw of a second-layer neuron g(x) = Σ v_j relu(W_j·x + b_j) + c, as rows over the units j, so that lanes can be
/// neighbouring units. Reused from draw to draw.
/// </summary>
/// <remarks>
/// A row holds <see cref="Stride"/> numbers: the units, then zeros (a multiple of 8 with 8 to spare), so that a row of lanes
/// may begin at any unit. The zeros must stay.
/// </remarks>
public sealed class NeuronDraw
{
    private const int Lanes = 8;

    private readonly DoubleMemory rows;
    private readonly DoubleMemory outer;

    /// <summary>A draw of zeros.</summary>
    /// <param name="inputs">n₀, at least 1.</param>
    /// <param name="units">n₁, at least 1.</param>
    public NeuronDraw(int inputs, int units)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        (Inputs, Units, Stride) = (inputs, units, StrideOf(units));
        rows = new DoubleMemory((inputs + 1) * Stride);
        outer = new DoubleMemory(Stride);
    }

    /// <summary>n₀.</summary>
    public int Inputs { get; }

    /// <summary>n₁.</summary>
    public int Units { get; }

    /// <summary>Numbers in a row.</summary>
    public int Stride { get; }

    /// <summary>Numbers in a row that lanes have to look at: the units, and zeros up to a multiple of 8.</summary>
    public int Length => Stride - Lanes;

    /// <summary>c.</summary>
    public double Bias { get; set; }

    /// <summary>First of the rows of W, an input each, and of the row of b that follows them.</summary>
    public ref double First => ref rows.First;

    /// <summary>First of the row of v.</summary>
    public ref double FirstOuter => ref outer.First;

    /// <summary>v.</summary>
    public Span<double> Outer => outer.Span[..Units];

    /// <summary>b.</summary>
    public Span<double> Offsets => Weights(Inputs);

    /// <summary>The weights of one input, a unit each.</summary>
    public Span<double> Weights(int input) => rows.Span.Slice(input * Stride, Units);

    /// <summary>Numbers in a row of so many units.</summary>
    public static int StrideOf(int units) => (units + Lanes - 1) / Lanes * Lanes + Lanes;

    /// <summary>g(x), one term after the other, for those who have time.</summary>
    public double At(ReadOnlySpan<double> x)
    {
        var sum = Bias;
        for (var unit = 0; unit < Units; unit++)
        {
            var z = Offsets[unit];
            for (var input = 0; input < Inputs; input++)
            {
                z += Weights(input)[unit] * x[input];
            }

            sum += Outer[unit] * Math.Max(z, 0);
        }

        return sum;
    }
}
