using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>A cell's trials by the number of dead points of class 1 at their start; how many of each failed.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="ByDeadPoints">Failed of all that started with 0, 1, 2 dead points of class 1.</param>
internal sealed record DeadData(CellStatistics Cell, IReadOnlyList<Proportion> ByDeadPoints)
{
    private const int MostDead = 2;

    /// <summary>Counts a cell from what is kept of single trials; null when a block keeps nothing of them.</summary>
    public static DeadData? Read(ReportData data, CellStatistics cell)
    {
        var trials = new long[MostDead + 1];
        var failures = new long[MostDead + 1];
        foreach (var (block, columns) in KeptTrials.Read(data.Ledger, data.Sweep.Sweep, data.Study, cell.Cell))
        {
            if (block.Keep == Keep.Sums)
            {
                return null;
            }

            Count(columns, trials, failures);
        }

        return new DeadData(cell, [.. trials.Zip(failures, (all, failed) => new Proportion(failed, all))]);
    }

    private static void Count(TrialColumns columns, long[] trials, long[] failures)
    {
        var failed = columns.Bytes(columns.IndexOf("failed"));
        var dead = columns.Bytes(columns.IndexOf("dead_start_class1"));
        for (var i = 0; i < failed.Length; i++)
        {
            trials[dead[i]]++;
            failures[dead[i]] += failed[i];
        }
    }
}
