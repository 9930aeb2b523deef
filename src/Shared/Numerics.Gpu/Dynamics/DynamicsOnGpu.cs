using Farm.Domain;
using Farm.Studies;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>
/// A study of orbits on a device: iterated there, exponents and periods with them; curvature, verdicts, verification and
/// proofs are the host's.
/// </summary>
/// <param name="name">The study's name: drawn or enumerated starts.</param>
internal sealed class DynamicsOnGpu(string name) : IGpuTrialStudy
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool NeedsDouble => true;

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) => [];

    /// <inheritdoc/>
    public ITrialRunner CreateRunner(GpuDevice device, LaneWidth width) => new DynamicsGpuRunner(device);
}
