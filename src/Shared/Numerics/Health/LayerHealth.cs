namespace Farm.Numerics;

/// <summary>The health measures of one layer on one batch. Filled again and again; allocates nothing after construction.</summary>
/// <param name="units">Units of the layer.</param>
public sealed class LayerHealth(int units)
{
    private readonly double[] ratios = new double[units];
    private readonly double[] norms = new double[units];
    private readonly double[] weightNorms = new double[units];
    private readonly double[] scratch = new double[units];

    /// <summary>Dead data.</summary>
    public LayerReach Reach { get; private set; }

    /// <summary>Torque ratios, one a unit; NaN where there is none (<see cref="TorqueRatios"/>).</summary>
    public ReadOnlySpan<double> Ratios => ratios;

    /// <summary>‖∂L/∂w‖, one a unit.</summary>
    public ReadOnlySpan<double> Norms => norms;

    /// <summary>‖w‖, one a unit.</summary>
    public ReadOnlySpan<double> WeightNorms => weightNorms;

    /// <summary>Measures a layer.</summary>
    /// <param name="z">Pre-activations: a row a sample, a column a unit.</param>
    /// <param name="samples">How many of the rows.</param>
    /// <param name="weights">A row an input, a column a unit.</param>
    /// <param name="gradients">∂L/∂w, laid out alike.</param>
    public void Measure(Matrix z, int samples, Matrix weights, Matrix gradients)
    {
        Reach = LayerReach.Of(z, samples);
        TorqueRatios.Fill(weights, gradients, ratios, norms, weightNorms);
    }

    /// <summary>Mean, percentile and count of the layer.</summary>
    public TorqueSummary Summary(TorqueLimits limits) => TorqueSummary.Of(ratios, norms, limits, scratch);
}
