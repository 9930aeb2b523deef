using Farm.Coordinator.Ledger;

namespace Farm.Coordinator.Verbs;

/// <summary>What an audit found.</summary>
internal sealed class AuditFindings
{
    private readonly List<AuditLine> lines = [];
    private readonly List<string> problems = [];

    /// <summary>One line a check.</summary>
    public IReadOnlyList<AuditLine> Lines => lines;

    /// <summary>What is wrong, each in one line without its end.</summary>
    public IReadOnlyList<string> Problems => problems;

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

    /// <summary>Checks what does not belong to one sweep: rows' checksums and recorded incidents.</summary>
    public void AddStorage(ILedgerReader ledger)
    {
        string[] damaged = [.. ledger.DamagedBlocks().Select(d => d.Key is { } key
            ? Invariant.Text($"the stored row of block {key.Block} of cell {key.Cell.Id}, seed {key.Seed}, does not have its checksum")
            : Invariant.Text($"row {d.Row} of the stored blocks does not have its checksum, and its cell cannot be read"))];
        Add("", "rows have their checksums", Invariant.Text($"{damaged.Length} damaged"), damaged, ExitCode.Storage);

        string[] incidents = [.. ledger.Incidents().Select(i => Invariant.Text(
            $"block {i.Key.Block} of cell {i.Key.Cell.Id} came with another digest from {i.Other.Node} on {i.Other.Host} than from {i.Kept.Node} on {i.Kept.Host} at {i.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"))];
        Add("", "no two results disagree", Invariant.Text($"{incidents.Length} incidents"), incidents, ExitCode.DigestMismatch);
    }
}

/// <summary>One check's outcome.</summary>
internal sealed record AuditLine(string Sweep, string Check, string Detail, int Problems);
