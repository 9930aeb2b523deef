using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Momentum;

/// <summary>Runs cells of the study on one worker, with the kernel that is compiled for their kind.</summary>
internal sealed class MomentumRunner(LaneWidth width) : ITrialRunner
{
    private readonly Dictionary<(string Gradient, string Target), IMomentumKernel> kernels = [];
    private readonly MomentumEnds ends = new();

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        var settings = new MomentumSettings(cell);
        ends.Begin(columns.Rows);
        if (settings.Model == "affine")
        {
            RunAffine(settings, columns);
            return;
        }

        var kind = (settings.Gradient, settings.Gradient == "exact" ? settings.Target : "");
        if (!kernels.TryGetValue(kind, out var kernel))
        {
            kernels.Add(kind, kernel = KernelOf(settings));
        }

        kernel.Run(settings, cell.StreamKey(seed), columns.FirstTrial, columns.Rows, ends);
        MomentumMeasures.Write(settings, ends, columns);
    }

    private IMomentumKernel KernelOf(in MomentumSettings settings) => settings.Gradient switch
    {
        "sampled" => new SampledKernel(),
        "network" => new NetworkKernel(width),
        _ => MomentumKernels.Create(width, settings.Target),
    };

    private void RunAffine(in MomentumSettings settings, TrialColumns columns)
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
            var (w, b) = settings.Lattice.Start(columns.FirstTrial + row);
            var trial = AffineTrial.Follow(settings, w, b);
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

/// <summary>Chooses the kernel that is compiled for a width and a target.</summary>
internal static class MomentumKernels
{
    /// <summary>A new kernel of gradients in closed form.</summary>
    public static IMomentumKernel Create(LaneWidth width, string target) => width switch
    {
        LaneWidth.Bits512 => Create<DoubleLanes512>(target),
        LaneWidth.Bits256 => Create<DoubleLanes256>(target),
        _ => Create<DoubleLanes128>(target),
    };

    private static IMomentumKernel Create<T>(string target)
        where T : struct, IDoubleLanes<T> =>
        target == "relu" ? new MomentumKernel<T, ReluTarget>() : new MomentumKernel<T, LinearTarget>();
}
