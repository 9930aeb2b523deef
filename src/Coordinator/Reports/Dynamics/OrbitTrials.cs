using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>What the ledger keeps of a cell's single orbits.</summary>
internal static class OrbitTrials
{
    /// <summary>Runs over a cell's blocks, those that keep enough.</summary>
    /// <param name="data">The report's data.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="least">What must be kept.</param>
    /// <returns>Columns that are valid until the next ones are asked for.</returns>
    public static IEnumerable<TrialColumns> Read(ReportData data, CellStatistics cell, Keep least) =>
        KeptTrials.Read(data.Ledger, data.Sweep.Sweep, data.Study, cell.Cell)
            .Where(k => k.Block.Keep == Keep.All || k.Block.Keep == least).Select(k => k.Columns);

    /// <summary>Of a group's orbits with an end, how many have each word of another category; in the order of its words.</summary>
    public static long[] Count(ReportData data, OrbitGroup group, string end, string category)
    {
        var words = WordsOf(data, category);
        var (counts, code) = (new long[words.Count], WordsOf(data, "end").ToList().IndexOf(end));
        foreach (var cell in group.Cells.Where(c => OrbitGroup.CountOf(c, "end", end) > 0))
        {
            foreach (var columns in Read(data, cell, Keep.Flags))
            {
                var ends = columns.Bytes(columns.IndexOf("end"));
                var values = columns.Bytes(columns.IndexOf(category));
                for (var row = 0; row < columns.Rows; row++)
                {
                    counts[values[row]] += ends[row] == code ? 1 : 0;
                }
            }
        }

        return counts;
    }

    private static IReadOnlyList<string> WordsOf(ReportData data, string category) =>
        data.Study.Measurements.Single(m => m.Name == category).Words;

    /// <summary>Orbits that end in a point without fitting the data, of those that end in a point.</summary>
    public static Proportion BadPoints(ReportData data, CellStatistics cell)
    {
        var (bad, points) = (0L, 0L);
        foreach (var columns in Read(data, cell, Keep.Flags))
        {
            var converged = columns.Bytes(columns.IndexOf("converged"));
            var fitted = columns.Bytes(columns.IndexOf("fitted"));
            for (var row = 0; row < columns.Rows; row++)
            {
                points += converged[row];
                bad += converged[row] == 1 && fitted[row] == 0 ? 1 : 0;
            }
        }

        return new Proportion(bad, points);
    }
}
