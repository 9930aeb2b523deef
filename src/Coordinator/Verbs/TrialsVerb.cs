using Farm.Coordinator.Ledger;
using Farm.Coordinator.Results;
using Farm.Coordinator.Terminal;
using Farm.Domain;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm trials</c>: a row a trial; what was not kept is computed again and checked.</summary>
internal static class TrialsVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var (ledger, sweep, cell) = (CommonOptions.Ledger(), CommonOptions.Sweep(), CommonOptions.Cell());
        var format = CommonOptions.Format("csv", "jsonl");
        var verb = new VerbCommand(
            "trials",
            "Print a cell's trials with all their measurements. What the ledger did not keep is computed again, and every "
            + "block is checked against its digest.",
            new Example("trials --cell 3f2a > trials.csv", "every stored trial of a cell"),
            new Example("trials --cell init=live,init_std=0.5 --format jsonl | head -n 100", "the first hundred, as JSON lines"));
        verb.Add(cell);
        verb.Add(ledger);
        verb.Add(sweep);
        verb.Add(format);
        return verb.Does(parsed => OpenedSweep.Use(
            host,
            parsed.GetValue(ledger)!,
            parsed.GetValue(sweep),
            opened => opened.TryFind(parsed.GetValue(cell)!, out var found, out var refusal)
                ? Print(host, opened, found, parsed.GetValue(format) == "csv" ? TrialFormat.Csv : TrialFormat.Jsonl)
                : host.Refuse(refusal)));
    }

    private static ExitCode Print(FarmHost host, OpenedSweep opened, Cell cell, TrialFormat format)
    {
        var sweep = opened.Sweep;
        var again = new BlockRecomputer(opened.Study, cell, sweep.Seed, sweep.BlockSize);
        var writer = new TrialRowsWriter(host.OutputBytes, format, again.Columns.Measurements);
        var (printed, others, near, mismatches) = (0L, 0L, 0L, 0);
        foreach (var block in opened.Blocks(cell))
        {
            if (block.Revision != opened.Study.Description.Revision)
            {
                others += block.Trials;
            }
            else if (block.Keep != Keep.All && !opened.PromisesEqualBits(block))
            {
                near += block.Trials;
            }
            else if (Load(opened, block, again) is { } difference)
            {
                mismatches++;
                host.Say($"{difference}; its trials are left out.");
            }
            else
            {
                writer.Write(cell, again.Columns);
                printed += block.Trials;
            }
        }

        writer.Flush();
        if (near > 0)
        {
            host.Say(Invariant.Text(
                $"{near} stored trials are by devices without equal bits and were not kept: they are left out, since none of them can be had back; use keep: all for such devices."));
        }

        Note(host, opened, cell, printed, others);
        return mismatches > 0 ? ExitCode.DigestMismatch : ExitCode.Good;
    }

    /// <summary>Brings a block's trials into the columns, from the ledger where it kept them all.</summary>
    /// <returns>What is wrong with them; null when they are the stored ones.</returns>
    private static string? Load(OpenedSweep opened, StoredBlock block, BlockRecomputer again)
    {
        if (block.Keep != Keep.All || block.ColumnVersion != opened.Study.Description.ColumnVersion)
        {
            return again.Agrees(block, out var difference) ? null : difference;
        }

        var first = block.Key.Block * block.Key.BlockSize;
        try
        {
            KeptCodec.Decode(opened.Ledger.Kept(block.Key, block.Revision), Keep.All, again.Columns, first, block.Trials);
        }
        catch (FormatException)
        {
            return Invariant.Text($"block {block.Key.Block} of cell {block.Key.Cell.Id}: the kept trials cannot be read");
        }

        return again.Digest(block.Key.Block, block.Trials, block.ColumnVersion).AsSpan().SequenceEqual(block.Digest)
            ? null
            : Invariant.Text($"block {block.Key.Block} of cell {block.Key.Cell.Id}: the kept trials do not have the stored digest");
    }

    private static void Note(FarmHost host, OpenedSweep opened, Cell cell, long printed, long others)
    {
        if (others > 0)
        {
            host.Say(Invariant.Text(
                $"{others} stored trials are of another revision of study {opened.Study.Description.Name} and are left out."));
        }

        var planned = opened.Sweep.TrialsOf(cell);
        if (printed < planned)
        {
            host.Say(Invariant.Text($"{printed} of {planned} trials are stored so far."));
        }
    }
}
