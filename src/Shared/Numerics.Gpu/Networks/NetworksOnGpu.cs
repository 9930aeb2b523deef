using Farm.Domain;
using Farm.Studies;
using Farm.Studies.DeepNet;
using Farm.Studies.Networks;
using Farm.Studies.Regression;

namespace Farm.Numerics.Gpu.Networks;

/// <summary>
/// A study of networks on a device: updates between two rows of the time series are made there, one group of threads a
/// trial; evaluations, health and the classifier are the host's.
/// </summary>
/// <param name="name">The study's name.</param>
internal sealed class NetworksOnGpu(string name) : IGpuLongStudy
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool NeedsDouble => false;

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell)
    {
        if (cell.Parameters.TryGetValue("network", out var network) && network.Word == "residual")
        {
            yield return new("network", "residual networks have no kernel for a GPU; use --device cpu, or network plain");
        }
        else if (cell.Parameters.TryGetValue("healing", out var healing) && healing.Word != "off")
        {
            yield return new("healing", $"healing {healing.Word} has no kernel for a GPU; use --device cpu, or healing off");
        }
    }

    /// <inheritdoc/>
    public ILongTrialRunner CreateLongRunner(ILongStudy study, GpuDevice device, LaneWidth width) => new NetworkRunner(
        width,
        study switch
        {
            RegressionStudy regression => regression.Library,
            DeepNetStudy deep => deep.Library,
            _ => throw new ArgumentException($"Study {study.Description.Name} trains no networks.", nameof(study)),
        },
        (trainer, data) => new NetworkGpuUpdates(new NetworkGpuTrainer(device, trainer, data)));
}

/// <summary>Makes one trial's updates on a device.</summary>
internal sealed class NetworkGpuUpdates(NetworkGpuTrainer device) : INetworkUpdates
{
    private readonly NetworkTrainer[] one = new NetworkTrainer[1];

    /// <inheritdoc/>
    public int Make(NetworkTrainer trainer, ReadOnlySpan<int> batches, ReadOnlySpan<int> batchRows)
    {
        one[0] = trainer;
        return device.Train(one, batches, batchRows, batchRows.Length)[0];
    }
}
