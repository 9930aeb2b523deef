using System.CommandLine;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Results;
using Farm.Coordinator.Statistics;
using Farm.Coordinator.Terminal;
using Farm.Domain;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm compare</c>: the difference of two cells with its interval.</summary>
internal static class CompareVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var (ledger, sweep) = (CommonOptions.Ledger(), CommonOptions.Sweep());
        var format = CommonOptions.Format("table", "csv", "json");
        var first = new Argument<string>("FIRST") { Description = "A cell: the first digits of its name, or a selection such as init=live." };
        var second = new Argument<string>("SECOND") { Description = "The cell to compare it with." };
        var verb = new VerbCommand(
            "compare",
            "Print the difference of two cells in every measurement, with its 99% interval.",
            new Example("compare 3f2a 91c0", "two cells by the first digits of their names"),
            new Example("compare init=normal,init_std=0.5 init=live,init_std=0.5 --format csv", "two cells by their parameters, for other tools"));
        verb.Add(first);
        verb.Add(second);
        verb.Add(ledger);
        verb.Add(sweep);
        verb.Add(format);
        return verb.Does(parsed => OpenedSweep.Use(
            host,
            parsed.GetValue(ledger)!,
            parsed.GetValue(sweep),
            opened => Compare(host, opened, parsed.GetValue(first)!, parsed.GetValue(second)!, parsed.GetValue(format)!)));
    }

    private static ExitCode Compare(FarmHost host, OpenedSweep opened, string first, string second, string format)
    {
        if (!opened.TryFind(first, out var one, out var refusal, "FIRST")
            || !opened.TryFind(second, out var other, out refusal, "SECOND"))
        {
            return host.Refuse(refusal);
        }

        var (left, right) = (Read(opened, one), Read(opened, other));
        if (left.Trials == 0 || right.Trials == 0)
        {
            var empty = left.Trials == 0 ? one : other;
            return host.Refuse(ExitCode.BadInput, $"cell {empty.Id} has no trials in the ledger yet, so there is nothing to compare.");
        }

        var comparison = CellComparison.Of(left, right);
        switch (format)
        {
            case "csv":
                TableWriter.WriteCsv(ComparisonTable.Of(comparison), host.Output);
                break;
            case "json":
                TableWriter.WriteJson(ComparisonTable.Of(comparison), host.OutputBytes);
                break;
            default:
                ResultsView.Write(host.OutputConsole(), comparison);
                break;
        }

        return ExitCode.Good;
    }

    private static CellStatistics Read(OpenedSweep opened, Cell cell) =>
        CellReader.Read(opened.Ledger, opened.Record, opened.Study.Description, new SweepCell(cell, IsNamed: true));
}
