using Farm.Coordinator.Ledger;

namespace Farm.Coordinator.Verbs;

/// <summary>What an audit found.</summary>
internal sealed class AuditFindings
{
    private readonly List<AuditLine> lines = [];
    private readonly List<string> problems = [];
    private readonly List<string> notes = [];

    /// <summary>One line a check.</summary>
    public IReadOnlyList<AuditLine> Lines => lines;

    /// <summary>What is wrong, each in one line without its end.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>What is worth knowing and not wrong, each in one line without its end.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>The gravest finding's exit code: a result that cannot be trusted before storage that is damaged.</summary>
    public ExitCode Code { get; private set; } = ExitCode.Good;

    /// <summary>Adds a check's outcome.</summary>
    /// <param name="sweep">The sweep; empty when the check is of the whole ledger.</param>
    /// <param name="check">What was checked.</param>
    /// <param name="detail">With which figures.</param>
    /// <param name="wrong">What is wrong; empty when nothing is.</param>
    /// <param name="code">The exit code when something is.</param>
    public void Add(string sweep, string check, string detail, IReadOnlyList<string> wrong, ExitCode code)
    {
        lines.Add(new AuditLine(sweep, check, detail, wrong.Count));
        problems.AddRange(wrong);
        if (wrong.Count > 0 && Code != ExitCode.DigestMismatch)
        {
            Code = code;
        }
    }

    /// <summary>
    /// Checks what does not belong to one sweep: rows' checksums and recorded incidents. An incident that was
    /// settled, since one of its hosts was put under quarantine, is told and is no failure.
    /// </summary>
    public void AddStorage(ILedgerReader ledger)
    {
        string[] damaged = [.. ledger.DamagedBlocks().Select(d => d.Key is { } key
            ? Invariant.Text($"the stored row of block {key.Block} of cell {key.Cell.Id}, seed {key.Seed}, does not have its checksum")
            : Invariant.Text($"row {d.Row} of the stored blocks does not have its checksum, and its cell cannot be read"))];
        Add("", "rows have their checksums", Invariant.Text($"{damaged.Length} damaged"), damaged, ExitCode.Storage);
        AddSlices(ledger);

        var disputes = RecordedDispute.AllOf(ledger);
        string[] open = [.. disputes.Where(d => d.IsOpen).Select(d => Text(d.Incident))];
        var settled = disputes.Count - open.Length;
        Add(
            "",
            "no two results disagree",
            Invariant.Text($"{disputes.Count} incidents") + (settled > 0 ? Invariant.Text($", {settled} of them settled") : ""),
            open,
            ExitCode.DigestMismatch);
        notes.AddRange(disputes.Where(d => !d.IsOpen).Select(Settled));
    }

    private void AddSlices(ILedgerReader ledger)
    {
        string[] damaged = [.. ledger.DamagedSlices().Select(d => d.Key is { } key
            ? Invariant.Text($"a stored slice of trial {key.Block} of cell {key.Cell.Id}, seed {key.Seed}, does not have its checksum")
            : Invariant.Text($"row {d.Row} of the stored slices does not have its checksum, and its cell cannot be read"))];
        Add("", "slices have their checksums", Invariant.Text($"{damaged.Length} damaged"), damaged, ExitCode.Storage);
    }

    private static string Text(Incident incident) => Invariant.Text(
        $"block {incident.Key.Block} of cell {incident.Key.Cell.Id} came with another digest from {incident.Other.Node} on {incident.Other.Host} than from {incident.Kept.Node} on {incident.Kept.Host} at {Invariant.Moment(incident.At)}");

    private static string Settled(RecordedDispute dispute)
    {
        var how = dispute.SettledBy is { Host: var by }
            ? $"host {by.Host} was put under quarantine at {Invariant.Moment(by.At)}, and "
            : "";
        var stored = dispute.Stored is { } block
            ? $"stored is the result of {block.By.Node} on {block.By.Host}"
            : "the block is still to be computed again";
        return $"{Text(dispute.Incident)}; settled: {how}{stored}";
    }
}

/// <summary>One check's outcome.</summary>
internal sealed record AuditLine(string Sweep, string Check, string Detail, int Problems);
