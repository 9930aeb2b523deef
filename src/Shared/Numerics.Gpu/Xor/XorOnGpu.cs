using Farm.Domain;
using Farm.Studies;
using Farm.Studies.Xor;

namespace Farm.Numerics.Gpu.Xor;

/// <summary>The study <c>xor</c> on a device: trials are trained there, and measured on the host.</summary>
internal sealed class XorOnGpu : IGpuTrialStudy
{
    /// <inheritdoc/>
    public string Name => "xor";

    /// <inheritdoc/>
    public bool NeedsDouble => false;

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) => XorTreatment.Of(cell) is null
        ? []
        : [new CellRefusal("healing", "healed trials have no kernel for a GPU; use --device cpu, or healing off")];

    /// <inheritdoc/>
    public ITrialRunner CreateRunner(GpuDevice device, LaneWidth width) => new XorGpuRunner(device, width);
}
