using System.CommandLine;
using Farm.Coordinator.Results;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm results</c>: a row a cell.</summary>
internal static class ResultsVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var (ledger, sweep) = (CommonOptions.Ledger(), CommonOptions.Sweep());
        var format = CommonOptions.Format("table", "csv", "json");
        var all = new Option<bool>("--all") { Description = "Show cells too that an amendment no longer names." };
        var verb = new VerbCommand(
            "results",
            "Print a sweep's results: a row a cell, shares and means with their 99% intervals.",
            new Example("results", "the most telling figures, for people"),
            new Example("results --format csv > results.csv", "all figures, for other tools"),
            new Example("results --format json --ledger big.db --sweep xor-margin", "all figures of one of several sweeps"));
        verb.Add(ledger);
        verb.Add(sweep);
        verb.Add(format);
        verb.Add(all);
        return verb.Does(parsed => OpenedSweep.Use(
            host,
            parsed.GetValue(ledger)!,
            parsed.GetValue(sweep),
            opened => Print(host, opened, parsed.GetValue(format)!, parsed.GetValue(all))));
    }

    private static ExitCode Print(FarmHost host, OpenedSweep opened, string format, bool all)
    {
        var results = ResultsTable.Build(opened.Ledger, opened.Record, opened.Study.Description, all);
        switch (format)
        {
            case "csv":
                TableWriter.WriteCsv(results.Fields, host.Output);
                break;
            case "json":
                TableWriter.WriteJson(results.Fields, host.OutputBytes);
                break;
            default:
                ResultsView.Write(host.OutputConsole(), results);
                return ExitCode.Good;
        }

        foreach (var note in results.FewNotes())
        {
            host.Say($"{note}");
        }

        return ExitCode.Good;
    }
}
