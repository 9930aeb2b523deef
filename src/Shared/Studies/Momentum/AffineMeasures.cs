using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Momentum;

/// <summary>Writes the columns of trials of the affine model.</summary>
internal static class AffineMeasures
{
    /// <summary>Writes them.</summary>
    /// <param name="settings">The cell.</param>
    /// <param name="ends">Room for the ends; begun.</param>
    /// <param name="columns">Where they go.</param>
    /// <param name="follow">The trial of a row, followed to its end.</param>
    public static void Write(in MomentumSettings settings, MomentumEnds ends, TrialColumns columns, Func<int, AffineTrial> follow)
    {
        var t = MomentumMeasures.Of(columns, "t_end");
        var loss = MomentumMeasures.Of(columns, "loss");
        var end = columns.Bytes(columns.IndexOf("end"));
        var least = MomentumMeasures.Of(columns, "least_t");
        var radius = MomentumMeasures.Of(columns, "radius");
        var real = MomentumMeasures.Of(columns, "eigen_real");
        var imaginary = MomentumMeasures.Of(columns, "eigen_imaginary");
        for (var row = 0; row < columns.Rows; row++)
        {
            var trial = follow(row);
            ends.Set(row, trial.W, trial.B, across: 0, trial.Steps, trial.HasStopped);
            var (leading, _) = HeavyBall.RootsOf(trial.Trace, trial.Determinant);
            (real[row], imaginary[row]) = (leading.Real, leading.Imaginary);
            radius[row] = HeavyBall.RadiusOf(trial.Trace, trial.Determinant);
            (t[row], least[row]) = (AffineTrial.RatioOf(trial.W, trial.B), trial.LeastRatio);
        }

        MomentumMeasures.WriteEnds(settings, ends, columns);
        var distance = MomentumMeasures.Of(columns, "distance");
        for (var row = 0; row < columns.Rows; row++)
        {
            loss[row] = 0.5 * distance[row] * distance[row];
            end[row] = (byte)(distance[row] <= settings.OptimumWithin ? MomentumMeasurements.Optimum : MomentumMeasurements.Neither);
        }
    }
}
