using System.Diagnostics.CodeAnalysis;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Results;
using Farm.Coordinator.Sweeps;
using Farm.Coordinator.Terminal;
using Farm.Domain;
using Farm.Studies;

namespace Farm.Coordinator.Verbs;

/// <summary>What most reading verbs work on: an open ledger, one of its sweeps, and the sweep's study.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Record">The sweep.</param>
/// <param name="Study">Its study, as this program has it.</param>
internal sealed record OpenedSweep(ILedgerReader Ledger, SweepRecord Record, IStudy Study)
{
    /// <summary>The sweep.</summary>
    public Sweep Sweep => Record.Sweep;

    /// <summary>Opens the ledger and the sweep that a command line names, and hands them to a verb.</summary>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public static ExitCode Use(FarmHost host, string ledgerPath, string? sweepName, Func<OpenedSweep, ExitCode> verb)
    {
        using var ledger = SqliteLedgerReader.Open(ledgerPath);
        if (!TryChoose(ledger.Sweeps(), ledgerPath, sweepName, out var record, out var refusal))
        {
            return host.Refuse(refusal);
        }

        return host.Studies.Find(record.Sweep.Study) is { } study
            ? verb(new OpenedSweep(ledger, record, study))
            : host.Refuse(
                ExitCode.BadInput,
                $"sweep '{record.Sweep.Name}' is of study '{record.Sweep.Study}', which this version of farm does not have.");
    }

    /// <summary>
    /// The stored blocks of one of the sweep's cells, of all revisions. Blocks beyond the sweep's trials, which another
    /// sweep of the same ledger may have brought, are not among them; its last block counts whole.
    /// </summary>
    public IEnumerable<StoredBlock> Blocks(Cell cell) =>
        Ledger.Blocks(cell, Sweep.Seed, Sweep.BlockSize).TakeWhile(b => b.Key.Block < Sweep.LayoutOf(cell).Blocks);

    /// <summary>Whether a block was computed, from its first slice on, with the bits that this host computes.</summary>
    public bool PromisesEqualBits(StoredBlock block) =>
        Backends.PromisesEqualBits(block.By.Backend)
        && (Study.Description.Long is null
            || StoredCurves.Of(Ledger, Sweep, Study.Description, block.Key.Cell, block.Key.Block)
                .All(s => Backends.PromisesEqualBits(s.Slice.By.Backend)));

    /// <summary>Whether a cell has no trial of an index, or of none when none is asked for.</summary>
    /// <param name="cell">One of the sweep's cells.</param>
    /// <param name="trial">The index that <c>--trial</c> gave.</param>
    /// <param name="refusal">Then: which there are.</param>
    public bool Lacks(Cell cell, long? trial, [NotNullWhen(true)] out Refusal? refusal)
    {
        var trials = Sweep.TrialsOf(cell);
        refusal = !(trial >= trials) ? null : new Refusal(ExitCode.BadInput, Invariant.Text(
            $"--trial {trial}: the sweep has trials 0 to {trials - 1} of {(Sweep.Implied is null ? "each" : "this")} cell."));
        return refusal is not null;
    }

    /// <summary>The cell that <c>--cell</c> means, among all of the sweep's, those no longer named included.</summary>
    /// <param name="text">A selection or first digits.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="refusal">Why there is none.</param>
    /// <param name="option">The option or argument that holds the text, for the refusal.</param>
    public bool TryFind(
        string text,
        [NotNullWhen(true)] out Cell? cell,
        [NotNullWhen(false)] out Refusal? refusal,
        string option = "--cell")
    {
        var selection = CellSelector.Select(text, [.. Ledger.Cells(Record).Select(c => c.Cell)], Study.Description);
        cell = selection.Cell;
        refusal = selection.IsGood ? null : NoCell(selection.Error, option);
        return selection.IsGood;
    }

    /// <summary>Refuses what selects no cell, in one sentence.</summary>
    public static Refusal NoCell(string error, string option = "--cell") =>
        new(ExitCode.BadInput, $"{option}: {error}{(error.EndsWith('?') ? "" : ".")}");

    private static bool TryChoose(
        IReadOnlyList<SweepRecord> sweeps,
        string ledgerPath,
        string? name,
        [NotNullWhen(true)] out SweepRecord? record,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        var names = string.Join(", ", sweeps.Select(s => s.Sweep.Name));
        record = name is null && sweeps.Count == 1 ? sweeps[0] : sweeps.FirstOrDefault(s => s.Sweep.Name == name);
        refusal = record is not null ? null : new Refusal(ExitCode.BadInput, (sweeps.Count, name) switch
        {
            (0, _) => $"{ledgerPath} holds no sweep yet; 'farm run SWEEP.yaml --ledger {ledgerPath}' puts one there.",
            (_, null) => Invariant.Text($"{ledgerPath} holds {sweeps.Count} sweeps: {names}; say which with --sweep NAME."),
            _ => $"no sweep is called '{name}' in {ledgerPath}; there are: {names}.",
        });
        return record is not null;
    }
}
