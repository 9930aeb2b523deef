using Farm.Domain;
using Farm.Studies;

namespace Farm.Numerics.Gpu.Momentum;

/// <summary>The study <c>momentum</c> on a device: trials are followed there, and measured on the host.</summary>
internal sealed class MomentumOnGpu : IGpuTrialStudy
{
    /// <inheritdoc/>
    public string Name => "momentum";

    /// <inheritdoc/>
    public bool NeedsDouble => true;

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) =>
        cell.Parameters.TryGetValue("gradient", out var gradient) && gradient.Word != "exact"
            ? [new CellRefusal("gradient", $"gradient {gradient.Word} has no kernel for a GPU; use --device cpu, or gradient exact")]
            : [];

    /// <inheritdoc/>
    public ITrialRunner CreateRunner(GpuDevice device, LaneWidth width) => new MomentumGpuRunner(device);
}
