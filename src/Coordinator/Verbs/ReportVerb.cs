using System.CommandLine;
using Farm.Coordinator.Reports;
using Farm.Coordinator.Terminal;
using Farm.Domain;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm report</c>: one self-contained page.</summary>
internal static class ReportVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var (ledger, sweep) = (CommonOptions.Ledger(), CommonOptions.Sweep());
        var file = new Option<string?>("--out")
        {
            Description = "The page's file. [default: the sweep's name and .html]",
            HelpName = "FILE.html",
        };
        var verb = new VerbCommand(
            "report",
            "Write one self-contained HTML page: question, method, plots with intervals, tables, verdicts, provenance.",
            new Example("report", "xor-margin.html, for a ledger that holds the sweep xor-margin"),
            new Example("report --ledger big.db --sweep xor-margin --out report.html", "one of several sweeps of another ledger"));
        verb.Add(file);
        verb.Add(ledger);
        verb.Add(sweep);
        return verb.Does(parsed => OpenedSweep.Use(
            host,
            parsed.GetValue(ledger)!,
            parsed.GetValue(sweep),
            opened => Write(host, opened, parsed.GetValue(file) ?? opened.Sweep.Name + ".html")));
    }

    private static ExitCode Write(FarmHost host, OpenedSweep opened, string path)
    {
        var page = new MemoryStream();
        var provenance = new ReportProvenance(FarmRelease.Text, host.Time.GetUtcNow());
        ReportPage.Write(opened.Ledger, opened.Record, opened.Study.Description, provenance, page);
        try
        {
            // The page is whole or not there: a report that ends in the middle would still look like one.
            var half = path + ".new";
            using (var stream = File.Create(half))
            {
                page.WriteTo(stream);
            }

            File.Move(half, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return host.Refuse(ExitCode.Storage, $"--out: {path} cannot be written: {e.Message}");
        }

        host.Say($"the report is in {path} ({Invariant.Bytes(page.Length)}).");
        return ExitCode.Good;
    }
}
