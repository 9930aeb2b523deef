namespace Farm.Numerics;

/// <summary>A number for each weight and each bias of a layer, wherever they lie.</summary>
/// <param name="weights">Weight c of unit i at i·<paramref name="unitStride"/> + c·<paramref name="inputStride"/>.</param>
/// <param name="unitStride">From a unit to the next.</param>
/// <param name="inputStride">From an input to the next.</param>
/// <param name="biases">One a unit.</param>
public readonly ref struct UnitParameters(
    ReadOnlySpan<float> weights, int unitStride, int inputStride, ReadOnlySpan<float> biases)
{
    /// <summary>The weights.</summary>
    public ReadOnlySpan<float> Weights { get; } = weights;

    /// <summary>The biases, or shifts.</summary>
    public ReadOnlySpan<float> Biases { get; } = biases;

    /// <summary>Parameter c of unit i; the bias is that after the last weight.</summary>
    public float At(int unit, int parameter, int inputs) =>
        parameter == inputs ? Biases[unit] : Weights[unit * unitStride + parameter * inputStride];

    /// <summary>Parameter c of the units from one on, as many as there is room for.</summary>
    public void CopyTo(int unit, int parameter, int inputs, Span<float> units)
    {
        if (parameter == inputs)
        {
            Biases.Slice(unit, units.Length).CopyTo(units);
        }
        else if (unitStride == 1)
        {
            Weights.Slice(unit + parameter * inputStride, units.Length).CopyTo(units);
        }
        else
        {
            for (var i = 0; i < units.Length; i++)
            {
                units[i] = Weights[(unit + i) * unitStride + parameter * inputStride];
            }
        }
    }
}

/// <summary>A layer as the classifier looks at it: a batch's inputs, the units' parameters and what reaches them.</summary>
public readonly ref struct UnitLayer
{
    /// <summary>B.</summary>
    public required int Samples { get; init; }

    /// <summary>d, without the constant 1 of the bias, which is implied.</summary>
    public required int Inputs { get; init; }

    /// <summary>Units of the layer.</summary>
    public required int Units { get; init; }

    /// <summary>The layer's inputs, a row of <see cref="Inputs"/> a sample.</summary>
    public required ReadOnlySpan<float> InputRows { get; init; }

    /// <summary>A row of <see cref="Units"/> a sample: 0 where the unit is off, anything else where it is active.</summary>
    public required ReadOnlySpan<float> Activity { get; init; }

    /// <summary>θ.</summary>
    public required UnitParameters Parameters { get; init; }

    /// <summary>Adam's running means of squared gradients, not bias-corrected. Unused by other rules.</summary>
    public UnitParameters SecondMoments { get; init; }

    /// <summary>
    /// With batch normalisation after the weights: g/σ of each unit, so that its inputs are (g·x/σ, 1) and its bias is the
    /// shift. Empty without.
    /// </summary>
    public ReadOnlySpan<float> InputScales { get; init; }

    /// <summary>‖∇L‖ by each unit's θ; empty when not known, and then that flag is not given.</summary>
    public ReadOnlySpan<double> GradientNorms { get; init; }

    /// <summary>The loss, for the source's gradient flag.</summary>
    public double Loss { get; init; }

    /// <summary>Refuses spans whose lengths do not fit.</summary>
    internal void Check(bool isAdam)
    {
        Require(InputRows.Length == Samples * Inputs, "input rows");
        Require(Activity.Length == Samples * Units, "activity");
        Require(Parameters.Biases.Length == Units && Parameters.Weights.Length >= Units * Inputs, "parameters");
        Require(InputScales.IsEmpty || InputScales.Length == Units, "input scales");
        Require(GradientNorms.IsEmpty || GradientNorms.Length == Units, "gradient norms");
        Require(
            !isAdam || (SecondMoments.Biases.Length == Units && SecondMoments.Weights.Length >= Units * Inputs),
            "second moments");
    }

    private static void Require(bool fits, string what)
    {
        if (!fits)
        {
            throw new ArgumentException($"The layer's {what} do not fit its samples, inputs and units.");
        }
    }
}
