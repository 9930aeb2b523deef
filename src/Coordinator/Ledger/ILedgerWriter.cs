using Farm.Domain;

namespace Farm.Coordinator.Ledger;

/// <summary>The one writer of a ledger.</summary>
/// <remarks>
/// Obligations, tested for every implementation: when a method returns, what it wrote is on disk; when it throws,
/// nothing of it is; a block once stored is never changed, but for a short last block that a longer one with the same
/// prefix replaces, and for those of a quarantined host, which are taken back; of a long trial that has not ended the
/// last state alone is there, its curve as far as it is computed.
/// </remarks>
public interface ILedgerWriter : IDisposable
{
    /// <summary>The ledger's id, drawn when it was created.</summary>
    Guid Id { get; }

    /// <summary>32 random bytes that only the ledger holds; the keys of its orders are made of them.</summary>
    ReadOnlyMemory<byte> Secret { get; }

    /// <summary>
    /// Records a sweep, or amends one of the same name; the caller has checked that it may. A sweep that differs in
    /// nothing but its source only has that replaced.
    /// </summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="source">The sweep file's text and the overrides it was read with, for the record.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="ArgumentException">
    /// Study, seed or block size differ from the sweep of that name, or its trials are fewer.
    /// </exception>
    void Register(Sweep sweep, string source, DateTimeOffset at);

    /// <summary>Stores a batch in one transaction and says what became of each block, then of each slice.</summary>
    /// <remarks>
    /// A slice is stored when it goes on from what is stored of its trial: the state with its digest, or nothing; its state
    /// takes that one's place. With the last slice of a trial its block is stored and its state goes. A slice by which the
    /// trial does not go on is compared with the stored one that began with the same state. A slice whose end a second host
    /// came to is confirmed, and a long trial once each of its slices is.
    /// </remarks>
    /// <exception cref="LedgerException">
    /// Full, read-only, or failing storage; nothing of the batch is stored.
    /// </exception>
    IReadOnlyList<BlockFate> Commit(LedgerBatch batch);

    /// <summary>Forgets that blocks were set aside, with their attempts, so that they are tried again.</summary>
    /// <returns>How many.</returns>
    long RetrySetAside(Sweep sweep);

    /// <summary>Who computed the stored result of a block, and its digest; null when none is stored.</summary>
    StoredOrigin? OriginOf(BlockKey key, int revision);

    /// <summary>
    /// Who computed the stored slice of a long trial that ends at a step, and its digest; null when none is stored.
    /// </summary>
    StoredOrigin? OriginOf(BlockKey key, int revision, long step);

    /// <summary>
    /// Records that a host's results are wrong and takes back, of all sweeps and revisions, those stored blocks of it
    /// that no other host confirmed, with what is kept of them and the short ones that they replaced, in one
    /// transaction. Blocks that another host confirmed stay, and so do confirmations that the host gave: two hosts
    /// with one digest do not err alike. Incidents stay on record. A host that is under quarantine already keeps its
    /// first reason, and what it has stored since is taken back. A long trial of which it computed any slice is taken back
    /// whole: what follows a wrong state is wrong, whoever computed it.
    /// </summary>
    /// <returns>
    /// What was taken back: one entry for each cell, seed, block size and revision; none when there was nothing.
    /// </returns>
    IReadOnlyList<WithdrawnBlocks> Quarantine(QuarantinedHost host);

    /// <summary>Welcomes a quarantined host again: from now on its results count. What was taken back stays so.</summary>
    /// <returns>Whether it was quarantined.</returns>
    bool Readmit(string host);

    /// <summary>Writes how nodes are doing, over what was written of those of the same name.</summary>
    void Record(IReadOnlyList<NodeRecord> nodes);
}

/// <summary>Whose result is stored.</summary>
public sealed record StoredOrigin(WorkerName By, byte[] Digest);

/// <summary>A host whose results were wrong.</summary>
/// <param name="Host">The host.</param>
/// <param name="Reason">One line for people, naming the block and the hosts that do not agree with it.</param>
/// <param name="At">When it was found.</param>
public sealed record QuarantinedHost(string Host, string Reason, DateTimeOffset At);

/// <summary>Stored blocks that were taken back, of one cell and study revision.</summary>
public sealed record WithdrawnBlocks(Cell Cell, ulong Seed, int BlockSize, int Revision, BlockSet Blocks)
{
    /// <summary>Blocks whose long trials had begun and not ended, and are to begin anew.</summary>
    public BlockSet Unfinished { get; init; } = [];
}

/// <summary>What one transaction stores.</summary>
/// <param name="Blocks">Results, in the order in which they arrived.</param>
/// <param name="SetAside">Blocks given up.</param>
/// <param name="At">Now.</param>
public sealed record LedgerBatch(
    IReadOnlyList<ArrivedBlock> Blocks, IReadOnlyList<SetAsideBlock> SetAside, DateTimeOffset At)
{
    /// <summary>Slices of long trials, in the order in which they arrived; they are stored before the blocks.</summary>
    public IReadOnlyList<ArrivedSlice> Slices { get; init; } = [];
}

/// <summary>A block's result with its whole identity and origin.</summary>
/// <param name="Key">Its identity.</param>
/// <param name="Revision">The study's revision it was computed with.</param>
/// <param name="ColumnVersion">The study's column version.</param>
/// <param name="Keep">What its <see cref="BlockResult.Kept"/> holds.</param>
/// <param name="Result">The result.</param>
/// <param name="Attempts">Executions that it took, this one included.</param>
/// <param name="By">Who computed it.</param>
public sealed record ArrivedBlock(
    BlockKey Key, int Revision, int ColumnVersion, Keep Keep, BlockResult Result, int Attempts, WorkerName By)
{
    /// <summary>
    /// Whether it is only to be compared with what is stored: a long trial that was computed again. It is not stored where
    /// nothing is, since its curve is not there.
    /// </summary>
    public bool IsWitness { get; init; }
}

/// <summary>A slice of a long trial with its whole identity and origin.</summary>
/// <param name="Key">The block that holds the trial.</param>
/// <param name="Revision">The study's revision it was computed with.</param>
/// <param name="ColumnVersion">The study's column version.</param>
/// <param name="FirstStep">Where it begins.</param>
/// <param name="Origin">Digest of the state that it began with; empty at the trial's start.</param>
/// <param name="Result">What it led to.</param>
/// <param name="Elapsed">Time it took.</param>
/// <param name="By">Who computed it.</param>
/// <param name="Block">The trial's result when it has ended with this slice, else null.</param>
public sealed record ArrivedSlice(
    BlockKey Key,
    int Revision,
    int ColumnVersion,
    long FirstStep,
    byte[] Origin,
    SliceResult Result,
    TimeSpan Elapsed,
    WorkerName By,
    ArrivedBlock? Block)
{
    /// <summary>Whether it is only to be compared with what is stored: no trial goes on by it.</summary>
    public bool IsWitness { get; init; }
}

/// <summary>A block's identity in the ledger.</summary>
/// <remarks>
/// The ledger holds one row for a block and study revision, so that a newer revision can compute what an older one
/// already has; within a revision the first result stands.
/// </remarks>
public readonly record struct BlockKey(Cell Cell, ulong Seed, int BlockSize, long Block);

/// <summary>A block given up after its attempts, with the last errors.</summary>
/// <param name="Key">Its identity.</param>
/// <param name="Revision">The study's revision it failed with; another revision may try it again.</param>
/// <param name="Attempts">Executions that failed.</param>
/// <param name="Errors">One for each failed attempt, oldest first.</param>
public sealed record SetAsideBlock(BlockKey Key, int Revision, int Attempts, IReadOnlyList<AttemptError> Errors);

/// <summary>One failed attempt.</summary>
public sealed record AttemptError(DateTimeOffset At, WorkerName? By, ShardFailure Failure);

/// <summary>What became of an arrived block.</summary>
public enum BlockFate
{
    /// <summary>Its first result: stored.</summary>
    Stored,

    /// <summary>
    /// Already there with the same digest and as many trials, from another host than that of the stored one: from now
    /// on both stand for it. So only the first time, and only for what is stored now: a longer block that replaces a
    /// confirmed one is not confirmed.
    /// </summary>
    Confirmed,

    /// <summary>
    /// Already there with the same digest, or only a part of what is there, or the same trials with another column
    /// version, whose digests cannot be compared: nothing to do.
    /// </summary>
    Duplicate,

    /// <summary>
    /// A long trial that is there with the same digest, from another host than that of its last slice; but for some slice
    /// of it one host alone stands, so that the trial is not confirmed.
    /// </summary>
    Unconfirmed,

    /// <summary>
    /// Already there, by a device that does not promise the bits of the one that computed this, or the other way round:
    /// digests are not compared, and the first result stands.
    /// </summary>
    Incomparable,

    /// <summary>
    /// A shorter one was there, with the same prefix (or with another column version, whose prefix cannot be compared):
    /// replaced.
    /// </summary>
    Replaced,

    /// <summary>
    /// Already there with another digest, or longer than what is there without the same prefix: the first is kept and
    /// an incident recorded.
    /// </summary>
    Mismatch,

    /// <summary>A slice by which its trial goes on: stored. Where the trial has ended, its block's fate is told instead.</summary>
    Advanced,

    /// <summary>
    /// A slice that began with another state than what is stored, or a witness of a block that is not stored (any more), or
    /// that ended otherwise, of which its slices tell who is wrong: nothing to do.
    /// </summary>
    Stale,
}
