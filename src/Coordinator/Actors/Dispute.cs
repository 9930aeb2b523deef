using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>A block with two answers, and who gave which.</summary>
/// <param name="key">The block.</param>
/// <param name="cell">Its cell.</param>
/// <param name="kept">Whose answer is stored.</param>
/// <param name="openedAt">When it was noticed.</param>
/// <param name="by">Who computed what is stored: only who promises the same bits has a say.</param>
internal sealed class Dispute(BlockKey key, CellWork cell, Answer kept, DateTimeOffset openedAt, WorkerName by)
{
    private readonly List<Answer> answers = [kept];

    public BlockKey Key => key;

    public CellWork Cell => cell;

    public DateTimeOffset OpenedAt => openedAt;

    /// <summary>Whether a worker's answer can be compared with those that are there.</summary>
    public bool Concerns(WorkerName worker) => Backends.AreComparable(by, worker);

    /// <summary>Where the disputed slice of a long trial ends; null when it is the block that is disputed.</summary>
    public long? Step { get; init; }

    /// <summary>
    /// Digest of the state that a disputed slice began with: only who began with the same can say which is right.
    /// </summary>
    public byte[] Origin { get; init; } = [];

    /// <summary>The answers, the stored one first.</summary>
    public IReadOnlyList<Answer> Answers => answers;

    public Answer Kept => answers[0];

    /// <summary>Hosts that answered.</summary>
    public IReadOnlyList<string> Hosts => [.. answers.Where(a => a.Host is not null).Select(a => a.Host!).Distinct()];

    /// <summary>The order that asks another host; null when none does.</summary>
    public AuditShard? Opinion { get; set; }

    /// <summary>Other hosts' attempts that failed.</summary>
    public int Failures { get; set; }

    /// <summary>Whether this process was asked.</summary>
    public bool IsAskedHere { get; set; }

    /// <summary>A host gave an answer; the same one again changes nothing.</summary>
    public void Add(Answer answer)
    {
        if (!answers.Exists(a => a.Host == answer.Host && a.IsHere == answer.IsHere && a.Agrees(answer)))
        {
            answers.Add(answer);
        }
    }

    /// <summary>A host that gave two answers: at least one is wrong.</summary>
    public string? HostWithTwoAnswers =>
        answers.GroupBy(a => a.Host).FirstOrDefault(g => g.Key is not null && g.Count() > 1)?.Key;

    /// <summary>An answer that two sources gave, or null.</summary>
    public Answer? Right => answers.Find(a => answers.Exists(b => !a.IsOfSource(b) && a.Agrees(b)));

    /// <summary>Whether all answers are the same.</summary>
    public bool IsUnanimous => answers.TrueForAll(a => a.Agrees(Kept));

    /// <summary>Another answer is stored now; it contains the one that was.</summary>
    public void Replace(Answer stored)
    {
        answers.RemoveAll(a => !ReferenceEquals(a, Kept) && a.Host == stored.Host && a.Agrees(stored));
        answers[0] = stored;
    }

    /// <summary>
    /// A host's answers count no more. The stored one stays when the ledger kept it: another host confirmed it.
    /// </summary>
    public void Discredit(string host)
    {
        answers.RemoveAll(a => !ReferenceEquals(a, Kept) && a.Host == host);
        if (Kept.Host == host)
        {
            answers[0] = Kept with { Host = null };
        }
    }
}

/// <summary>What a host computed.</summary>
/// <param name="Host">The host; null when unknown, or for this process.</param>
/// <param name="Digest">The block's digest.</param>
/// <param name="PrefixDigest">The digest of that prefix of the block that is stored, when only that is.</param>
/// <param name="IsHere">Whether this process computed it to settle the dispute.</param>
internal sealed record Answer(string? Host, byte[] Digest, byte[]? PrefixDigest = null, bool IsHere = false)
{
    /// <summary>Whether two answers are of one source, which cannot support itself.</summary>
    public bool IsOfSource(Answer other) => IsHere == other.IsHere && Host == other.Host;

    /// <summary>Whether two answers are the same, as far as both go.</summary>
    public bool Agrees(Answer other) =>
        Digest.AsSpan().SequenceEqual(other.Digest)
        || (PrefixDigest is { } mine && other.Digest.AsSpan().SequenceEqual(mine))
        || (other.PrefixDigest is { } theirs && Digest.AsSpan().SequenceEqual(theirs));
}
