using System.Globalization;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Results;
using Farm.Coordinator.Terminal;
using Farm.Domain;
using Farm.Studies;
using Farm.Studies.Healing;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm rerun</c>: computes one trial's block again, on this host, and compares it with the ledger.</summary>
internal static class RerunVerb
{
    private const int DefaultActions = 100;

    public static VerbCommand Create(FarmHost host)
    {
        var (ledger, sweep, cell) = (CommonOptions.Ledger(), CommonOptions.Sweep(), CommonOptions.Cell());
        var trial = CommonOptions.Whole("--trial", "The trial's index in its cell, from 0.", least: 0);
        trial.Required = true;
        var actions = CommonOptions.Whole(
            "--actions", $"Most healing actions of the trial to print. [default: {DefaultActions}]", least: 0, most: 10_000_000);
        var verb = new VerbCommand(
            "rerun",
            "Compute a trial's block again, print the trial, and say MATCH or MISMATCH against the ledger's digest.",
            new Example("rerun --cell 3f2a --trial 17", "one trial with all its measurements"),
            new Example("rerun --cell init=live,init_std=0.5 --trial 99999", "the cell by its parameters"),
            new Example("rerun --cell 3f2a --trial 0 --actions 5000", "a healed trial, with more of what healing did"));
        verb.Add(cell);
        verb.Add(trial);
        verb.Add(actions);
        verb.Add(ledger);
        verb.Add(sweep);
        return verb.Does(parsed => OpenedSweep.Use(
            host,
            parsed.GetValue(ledger)!,
            parsed.GetValue(sweep),
            opened => opened.TryFind(parsed.GetValue(cell)!, out var found, out var refusal)
                ? Rerun(host, opened, found, parsed.GetValue(trial)!.Value, new((int)(parsed.GetValue(actions) ?? DefaultActions)))
                : host.Refuse(refusal)));
    }

    private static ExitCode Rerun(FarmHost host, OpenedSweep opened, Cell cell, long trial, HealingLog healing)
    {
        var sweep = opened.Sweep;
        if (opened.Lacks(cell, trial, out var refusal))
        {
            return host.Refuse(refusal);
        }

        var key = new BlockKey(cell, sweep.Seed, sweep.BlockSize, trial / sweep.BlockSize);
        var stored = opened.Ledger.Block(key, opened.Study.Description.Revision);
        var again = new BlockRecomputer(opened.Study, cell, sweep.Seed, sweep.BlockSize);
        again.Watch(trial, healing);
        string? difference = null;
        var (agrees, isNear) = (false, false);
        try
        {
            if (stored is not null && !opened.PromisesEqualBits(stored))
            {
                again.Compute(key.Block, sweep.LayoutOf(cell).TrialsIn(key.Block));
                isNear = true;
            }
            else if (stored is not null && trial < key.Block * sweep.BlockSize + stored.Trials)
            {
                agrees = again.Agrees(stored, out difference) && CurveAgrees(opened, stored, again, out difference);
            }
            else
            {
                again.Compute(key.Block, sweep.LayoutOf(cell).TrialsIn(key.Block));
            }
        }
        catch (TrialException e)
        {
            return host.Refuse(ExitCode.SetAside, Invariant.Text(
                $"block {key.Block} of cell {cell.Id} cannot be computed: trial {e.Trial}: {e.Message}"));
        }

        Print(host, cell, trial, again.Columns);
        HealingText.Write(healing, host.Output);
        return isNear ? ConcludeNear(host, stored!) : Conclude(host, opened, key, agrees, difference);
    }

    /// <summary>It may differ from what is stored in its last bits, and so in everything that they lead to.</summary>
    private static ExitCode ConcludeNear(FarmHost host, StoredBlock stored)
    {
        host.Output.WriteLine(Invariant.Text($"NOT COMPARED (block {stored.Key.Block})"));
        host.Say($"the ledger has this block by {stored.By.Backend} on {stored.By.Device} of {stored.By.Host}, "
            + "whose bits are not promised to be those of this host: digests were not compared.");
        return ExitCode.Good;
    }

    /// <summary>The block's digest covers the curve that was measured; this is the one that is stored.</summary>
    private static bool CurveAgrees(
        OpenedSweep opened, StoredBlock stored, BlockRecomputer again, out string? difference)
    {
        difference = null;
        if (again.Curve is not { } curve || stored.ColumnVersion != opened.Study.Description.ColumnVersion)
        {
            return true;
        }

        var rows = new List<byte>();
        var (study, key) = (opened.Study.Description, stored.Key);
        foreach (var (slice, _) in StoredCurves.Of(opened.Ledger, opened.Sweep, study, key.Cell, key.Block))
        {
            rows.AddRange(slice.Rows);
        }

        var agrees = curve.Bytes.SequenceEqual(rows.ToArray());
        difference = agrees ? null : Invariant.Text(
            $"the stored curve of trial {stored.Key.Block} of cell {stored.Key.Cell.Id} is not the one of its result");
        return agrees;
    }

    private static void Print(FarmHost host, Cell cell, long trial, TrialColumns columns)
    {
        var table = new TextTable("measurement", "value", "unit");
        table.Add("cell", cell.Id, "");
        table.Add("trial", Invariant.Text(trial), "");
        var row = (int)(trial - columns.FirstTrial);
        for (var i = 0; row < columns.Rows && i < columns.Measurements.Count; i++)
        {
            var measurement = columns.Measurements[i];
            table.Add(measurement.Name, Text(columns, i, row), measurement.Unit);
        }

        table.WriteTo(host.Output);
    }

    private static string Text(TrialColumns columns, int column, int row)
    {
        var measurement = columns.Measurements[column];
        if (measurement.Kind == MeasurementKind.Category)
        {
            return measurement.Words[columns.Bytes(column)[row]];
        }

        var value = columns.ValueAt(column, row);
        return double.IsNaN(value) ? "-"
            : measurement is { Type: ColumnType.Float32, Scale: 1 } ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static ExitCode Conclude(FarmHost host, OpenedSweep opened, BlockKey key, bool agrees, string? difference)
    {
        if (agrees)
        {
            host.Output.WriteLine(Invariant.Text($"MATCH (block {key.Block})"));
            return ExitCode.Good;
        }

        if (difference is not null)
        {
            host.Output.WriteLine(Invariant.Text($"MISMATCH (block {key.Block})"));
            return host.Refuse(ExitCode.DigestMismatch, difference + ".");
        }

        host.Output.WriteLine(Invariant.Text($"NOT STORED (block {key.Block})"));
        var other = opened.Ledger.Block(key);
        return host.Refuse(
            ExitCode.BadInput,
            other is not null && other.Revision != opened.Study.Description.Revision
                ? Invariant.Text($"the ledger has this block of revision {other.Revision} of study {opened.Study.Description.Name}, not of {opened.Study.Description.Revision}: nothing to compare with.")
                : "the ledger does not have this trial yet: nothing to compare with.");
    }
}
