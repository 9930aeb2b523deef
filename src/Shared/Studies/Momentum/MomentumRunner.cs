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
            AffineMeasures.Write(settings, ends, columns, row =>
            {
                var (w, b) = settings.Lattice.Start(columns.FirstTrial + row);
                return AffineTrial.Follow(settings, w, b);
            });
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
