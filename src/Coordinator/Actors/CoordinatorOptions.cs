using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>How a coordinator behaves.</summary>
public sealed record CoordinatorOptions
{
    /// <summary>
    /// Tells this life of the coordinator from every other of the same ledger; the time of its start does.
    /// </summary>
    public required long Epoch { get; init; }

    /// <summary>Farm's version here: nodes of another one are refused. Default this assembly's.</summary>
    public string Release { get; init; } = FarmRelease.Version;

    /// <summary>The work queue that orders go to. Default <c>cpu</c>.</summary>
    public string Capability { get; init; } = Capabilities.Cpu;

    /// <summary>Work in one shard, as far as blocks allow. Default 100 ms.</summary>
    public TimeSpan ShardTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Blocks in every shard, whatever they cost; null sizes shards by <see cref="ShardTime"/>. Default null.
    /// </summary>
    public int? BlocksPerShard { get; init; }

    /// <summary>Shards outstanding for each slot, however long they take. Default 2.</summary>
    public int ShardsPerSlot { get; init; } = 2;

    /// <summary>Work outstanding for each slot, where that is more shards. Default 200 ms.</summary>
    public TimeSpan WorkPerSlot { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Shards outstanding at most, where slots times <see cref="ShardsPerSlot"/> are not more. Default 1,024.
    /// </summary>
    public int OutstandingAtMost { get; init; } = 1_024;

    /// <summary>Results that wait for the disk, in bytes, above which no more shards go out. Default 64 MiB.</summary>
    public long UncommittedBytesAtMost { get; init; } = 64L << 20;

    /// <summary>
    /// States of long trials in outstanding orders, in bytes, above which no more go out, but one; and those of audits, above
    /// which no more begin. Default 1 GiB each.
    /// </summary>
    public long StateBytesAtMost { get; init; } = 1L << 30;

    /// <summary>
    /// Time from one commit's start to the next's, at least; the first is at once, and so is every one while a slot is
    /// without work. Default 250 ms: a commit wakes five threads and writes a dozen pages, whatever it stores.
    /// </summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Bytes of results that are committed without waiting for the interval. Default 8 MiB.</summary>
    public long CommitBytes { get; init; } = 8L << 20;

    /// <summary>
    /// An order that is not answered in this time, or in 20 times its estimated time where that is more, goes out
    /// again, with twice the time. Default 2 min: transports deliver again by themselves, this is for what they lose.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Executions that fail before a block is set aside. Default 3.</summary>
    public int AttemptsAtMost { get; init; } = 3;

    /// <summary>How often <see cref="FarmProgress"/> is told. Default 250 ms.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a dispute waits for a third host before it is settled in this process. Default 5 s.</summary>
    public TimeSpan OpinionPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long, when all else is done, audits wait for another host to come; not at all when only one ever came.
    /// Default 15 s.
    /// </summary>
    public TimeSpan AuditPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the ledger is told how nodes are doing. Default 2 s.</summary>
    public TimeSpan NodeRecordInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a stop waits for nodes to hand back what they have. Default 10 s.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);
}
