using Farm.Domain;
using Farm.Studies;
using Farm.Studies.Unactivated;

namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>The study <c>unactivated</c> on a device: neurons above one hidden layer, exactly and on clouds of inputs.</summary>
internal sealed class UnactivatedOnGpu : IGpuTrialStudy
{
    /// <inheritdoc/>
    public string Name => "unactivated";

    /// <inheritdoc/>
    public bool NeedsDouble => true;

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell)
    {
        var settings = new UnactivatedSettings(cell);
        if (settings.Estimator is "regions" or "dimension")
        {
            yield return new("estimator", $"estimator {settings.Estimator} has no kernel for a GPU; use --device cpu");
        }
        else if (settings.Depth > 1)
        {
            yield return new("depth", $"depth {settings.Depth} has no kernel for a GPU; use --device cpu, or depth 1");
        }
        else if (settings.PositiveShare < 0.5)
        {
            yield return new("positive_share", "drawn signs have no kernel for a GPU; use --device cpu, or positive_share 0.5");
        }
        else if (settings.Jittered > 0)
        {
            yield return new("jittered", "networks near the drawn one have no kernel for a GPU; use --device cpu, or jittered 0");
        }
    }

    /// <inheritdoc/>
    public ITrialRunner CreateRunner(GpuDevice device, LaneWidth width) => new UnactivatedGpuRunner(device);
}
