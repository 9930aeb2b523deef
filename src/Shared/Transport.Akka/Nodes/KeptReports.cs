namespace Farm.Transport.Akka.Nodes;

/// <summary>
/// Reports whose coordinator is not there, kept for its next life; the oldest give way when there are too many. Used by one
/// thread at a time.
/// </summary>
internal sealed class KeptReports
{
    /// <summary>Bytes kept at most, unless a single report has more.</summary>
    public const long BytesAtMost = 256 << 20;

    private readonly SortedDictionary<long, PendingReport> reports = [];
    private long bytes;

    /// <summary>Keeps a report.</summary>
    /// <returns>Reports that are given up for it: their blocks are computed again.</returns>
    public IReadOnlyList<PendingReport> Add(PendingReport report)
    {
        reports.Add(report.Number, report);
        bytes += report.Body.Length;
        var dropped = new List<PendingReport>();
        while (bytes > BytesAtMost && reports.Count > 1)
        {
            dropped.Add(reports.First().Value);
            Remove(dropped[^1]);
        }

        return dropped;
    }

    /// <summary>Takes the reports of a ledger, oldest first.</summary>
    public IReadOnlyList<PendingReport> TakeAll(Guid ledger)
    {
        var taken = reports.Values.Where(r => r.Ledger == ledger).ToArray();
        foreach (var report in taken)
        {
            Remove(report);
        }

        return taken;
    }

    private void Remove(PendingReport report)
    {
        reports.Remove(report.Number);
        bytes -= report.Body.Length;
    }
}
