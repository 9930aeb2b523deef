using Farm.Coordinator.Sweeps;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary>Whether GPUs can compute every cell of a sweep; asked before anything starts.</summary>
internal static class DeviceCheck
{
    /// <summary>Why they cannot, for the first cell that they cannot compute; null when they can, or none are asked for.</summary>
    public static Refusal? RefusalOf(FarmHost host, SweepReading reading, RunSettings settings)
    {
        if (!settings.IsOnGpus)
        {
            return null;
        }

        foreach (var cell in reading.Sweep!.Cells)
        {
            var refusal = settings.Devices.Count == 0
                ? host.Devices.RefusalOf(reading.Study!, cell)
                : settings.Devices.Select(d => d.RefusalOf(reading.Study!, cell)).FirstOrDefault(r => r is not null);
            if (refusal is not null)
            {
                return new Refusal(
                    ExitCode.BadInput, $"cell {cell.Id}: {refusal.Axis}: {refusal.Reason}; nothing was started.");
            }
        }

        return null;
    }
}
