using Farm.Coordinator.Results;
using Farm.Coordinator.Terminal;
using Farm.Domain;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm curves</c>: time series of long trials, also of those that are still under way.</summary>
internal static class CurvesVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var (ledger, sweep, cell) = (CommonOptions.Ledger(), CommonOptions.Sweep(), CommonOptions.Cell());
        var trial = CommonOptions.Whole("--trial", "One trial only, by its index in the cell, from 0.", least: 0);
        var format = CommonOptions.Format("csv", "jsonl");
        var verb = new VerbCommand(
            "curves",
            "Print the time series of a cell's long trials: a row a step and trial, as far as they are computed.",
            new Example("curves --cell 3f2a > curves.csv", "every curve of a cell"),
            new Example("curves --cell gamma=1.5 --trial 0 --format jsonl", "one trial's, as JSON lines"));
        verb.Add(cell);
        verb.Add(trial);
        verb.Add(ledger);
        verb.Add(sweep);
        verb.Add(format);
        return verb.Does(parsed => OpenedSweep.Use(
            host,
            parsed.GetValue(ledger)!,
            parsed.GetValue(sweep),
            opened => opened.TryFind(parsed.GetValue(cell)!, out var found, out var refusal)
                ? Print(
                    host,
                    opened,
                    found,
                    parsed.GetValue(trial),
                    parsed.GetValue(format) == "csv" ? TrialFormat.Csv : TrialFormat.Jsonl)
                : host.Refuse(refusal)));
    }

    private static ExitCode Print(FarmHost host, OpenedSweep opened, Cell cell, long? trial, TrialFormat format)
    {
        var study = opened.Study.Description;
        if (study.Long is not { } trials || !trials.HasCurve(study.ColumnVersion))
        {
            return host.Refuse(
                ExitCode.BadInput, $"study '{study.Name}' follows no trial over time: it has no curves, only 'farm trials'.");
        }

        if (opened.Lacks(cell, trial, out var refusal))
        {
            return host.Refuse(refusal);
        }

        var writer = new CurveRowsWriter(host.OutputBytes, format, trials.CurveOf(cell, study.ColumnVersion));
        foreach (var (slice, rows) in StoredCurves.Of(opened.Ledger, opened.Sweep, study, cell, trial))
        {
            writer.Write(cell, slice.Block, rows);
        }

        writer.Flush();
        return ExitCode.Good;
    }
}
