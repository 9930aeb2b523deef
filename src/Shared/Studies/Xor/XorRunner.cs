using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies.Xor;

/// <summary>Runs cells of the study on one worker, with the kernel that is compiled for their kind.</summary>
internal sealed class XorRunner(LaneWidth width) : ITrialRunner, IHealedRunner
{
    private readonly Dictionary<XorKernelKind, IXorKernel> kernels = [];
    private (long Trial, HealingLog? Log) watched = (-1, null);

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        if (columns.Rows == 0)
        {
            return;
        }

        var settings = new XorSettings(cell);
        var kind = XorKernelKind.Of(settings);
        if (!kernels.TryGetValue(kind, out var kernel))
        {
            kernel = XorKernels.Create(width, kind);
            kernels.Add(kind, kernel);
        }

        kernel.Watch(watched.Trial, watched.Log);
        kernel.Run(settings, cell.StreamKey(seed), columns);
    }

    /// <inheritdoc/>
    public void Watch(long trial, HealingLog? log) => watched = (trial, log);
}
