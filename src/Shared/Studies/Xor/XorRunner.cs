using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>Runs cells of the study on one worker, with the kernel that is compiled for their model and optimiser.</summary>
internal sealed class XorRunner(LaneWidth width) : ITrialRunner
{
    private readonly Dictionary<(string Model, string Optimizer), IXorKernel> kernels = [];

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        if (columns.Rows == 0)
        {
            return;
        }

        var settings = new XorSettings(cell);
        var kind = (settings.Slope > 0 ? "leaky-" + settings.Model : settings.Model, settings.Optimizer);
        if (!kernels.TryGetValue(kind, out var kernel))
        {
            kernel = XorKernels.Create(width, kind.Item1, kind.Optimizer);
            kernels.Add(kind, kernel);
        }

        kernel.Run(settings, cell.StreamKey(seed), columns);
    }
}
