using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>Where the figures come from: code, study, hosts, times, ledger, sweep.</summary>
internal static class ProvenanceSection
{
    /// <summary>The section.</summary>
    public static Section Of(ReportData data)
    {
        var (record, sweep) = (data.Sweep, data.Sweep.Sweep);
        var origin = Origin.Of(data.Cells.Select(c => c.Origin));
        var html = Html.Of($"<dl class=\"terms\">");
        Term("Program", $"Farm {data.Provenance.CodeVersion}");
        var (revision, columns) = (data.Study.Revision, data.Study.ColumnVersion);
        Term("Study", FormattableString.Invariant($"{data.Study.Name}, revision {revision}, columns {columns}"));
        Term("Ledger", data.Ledger.Id.ToString());
        Term("Seed", FormattableString.Invariant($"{sweep.Seed}"));
        var trials = sweep.Implied is null
            ? $"{Figures.Count(sweep.Trials)} a cell asked for"
            : $"{Figures.Count(sweep.AllTrials)}, which the study enumerates";
        Term("Trials", $"{trials}, in blocks of {Figures.Count(sweep.BlockSize)}; kept of single trials: {sweep.Keep.ToString().ToLowerInvariant()}");
        Term("Sweep registered", Figures.Instant(record.Created));
        if (record.Amended.Count > 0)
        {
            Term("Amended", string.Join(", ", record.Amended.Select(a => Figures.Instant(a))));
        }

        Term("First block stored", Figures.Instant(origin.First));
        Term("Last block stored", Figures.Instant(origin.Last));
        Term("Computing time", $"{Figures.Time(origin.Elapsed)} in {Figures.Count(origin.Blocks)} blocks, added up "
            + $"over all slots");
        Term("Hosts", Listed(origin.Workers
            .GroupBy(w => w.Host).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Key} ({g.Select(w => w.Slot).Distinct().Count()} slots)")));
        Term("Processors", Listed(origin.Workers.Select(w => w.Processor).Distinct()));
        Term("Backends", Listed(origin.Workers.Select(w => $"{w.Backend} on {w.Device}").Distinct()));
        foreach (var (name, value) in AuditTerms.Of(data))
        {
            Term(name, value);
        }

        html.Add($"</dl>\n<details><summary>The sweep, as the ledger has it</summary><pre tabindex=\"0\">"
            + $"{record.Source}</pre></details>\n");
        return new Section("provenance", "Provenance", html);

        void Term(string name, string value) => html.Add($"<dt>{name}</dt><dd>{value}</dd>");
    }

    private static string Listed(IEnumerable<string> items) => string.Join("; ", items.DefaultIfEmpty("–"));
}
