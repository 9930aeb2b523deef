using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>What other hosts say of the figures: audits, disputes, quarantine.</summary>
internal static class AuditTerms
{
    /// <summary>Names and texts; what never happened is left out, but for audits.</summary>
    public static IEnumerable<(string Name, string Value)> Of(ReportData data)
    {
        var (confirmed, stored) = Confirmations.Of(
            data.Ledger, data.Sweep.Sweep, data.Cells.Select(c => c.Cell), data.Study.Revision);
        yield return ("Audits", confirmed == 0
            ? "no block was computed by a second host"
            : $"{Figures.Count(confirmed)} of {Figures.Count(stored)} blocks were computed by a second host with the same "
                + "digest");
        var settled = data.Disputes.Where(d => !d.IsOpen).ToList();
        if (settled.Count > 0)
        {
            yield return ("Disputes settled", Figures.Count(settled.Count)
                + " blocks had two answers; a third one told who was wrong, and nothing of that host is counted but what "
                + "another host confirmed");
        }

        var quarantines = data.Ledger.Quarantines();
        if (quarantines.Count > 0)
        {
            yield return ("Quarantine", string.Join("; ", quarantines.Select(Text)));
        }
    }

    private static string Text(QuarantineRecord quarantine) =>
        $"host {quarantine.Host.Host} since {Figures.Instant(quarantine.Host.At)}: {quarantine.Host.Reason} "
        + $"({Figures.Count(quarantine.Withdrawn)} blocks of all sweeps of the ledger were taken back"
        + (quarantine.IsOver ? "; readmitted since)" : ")");
}
