using System.Collections.Concurrent;
using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;
using Farm.Simulation.Tests.Simulated;
using Farm.Studies;

namespace Farm.Simulation.Tests.Local;

/// <summary>The real actors, threads and in-process transport, end to end.</summary>
public sealed class LocalFarmTests : IDisposable
{
    private static readonly Cell Cell = Cell.Create(CountingStudy.Name, [new("size", Value.Of(1))]);

    private readonly SimLedger ledger = new();

    public void Dispose() => ledger.Dispose();

    [Fact]
    public async Task Every_block_of_a_sweep_is_stored()
    {
        var outcome = await RunAsync(new CountingStudy(), trials: 100_000);

        Assert.Equal(FarmEnd.Completed, outcome.End);
        Assert.Equal(100_000, outcome.Totals.StoredTrials);
        Assert.Equal(1563, ledger.Stored.Count);
        Assert.Equal(100_000 % 64, ledger.Stored[KeyOf(1562)].Result.Trials);
    }

    [Fact]
    public async Task The_same_blocks_have_the_same_digests_whatever_the_threads_and_shards()
    {
        await RunAsync(new CountingStudy(), trials: 10_000);
        using var other = new SimLedger();
        await RunAsync(new CountingStudy(), trials: 10_000, threads: 1, blocksPerShard: 1, to: other);

        Assert.Equal(
            ledger.Stored.OrderBy(b => b.Key.Block).Select(b => Convert.ToHexString(b.Value.Result.Digest)),
            other.Stored.OrderBy(b => b.Key.Block).Select(b => Convert.ToHexString(b.Value.Result.Digest)));
    }

    [Fact]
    public async Task A_sweep_that_is_complete_ends_at_once()
    {
        await RunAsync(new CountingStudy(), trials: 1_000);
        var again = await RunAsync(new CountingStudy(), trials: 1_000);

        Assert.Equal(FarmEnd.Completed, again.End);
        Assert.Equal(0, again.Totals.Shards);
    }

    [Fact]
    public async Task A_short_last_block_is_replaced_after_an_amendment()
    {
        await RunAsync(new CountingStudy(), trials: 1_000);
        var amended = await RunAsync(new CountingStudy(), trials: 2_000);

        Assert.Equal(FarmEnd.Completed, amended.End);
        Assert.Equal(64, ledger.Stored[KeyOf(15)].Result.Trials);
        Assert.Equal(2_000, ledger.Stored.Values.Sum(b => b.Result.Trials));
        Assert.Empty(ledger.Mismatches);
    }

    [Fact]
    public async Task A_trial_that_throws_sets_only_its_block_aside()
    {
        var outcome = await RunAsync(new CountingStudy(ThrowAt(700)), trials: 5_000);

        Assert.Equal(FarmEnd.Completed, outcome.End);
        Assert.Equal(1, outcome.Totals.SetAsideBlocks);
        var given = Assert.Single(ledger.GivenUp).Value;
        Assert.Equal(700 / 64, given.Key.Block);
        Assert.Equal(3, given.Attempts);
        Assert.All(given.Errors, e => Assert.Equal("Trial 700 cannot be.", e.Failure.Message));
        Assert.All(given.Errors, e => Assert.Equal(700, e.Failure.Trial));
        Assert.Equal(new BlockLayout(64, 5_000).Blocks - 1, ledger.Stored.Count);
    }

    [Fact]
    public async Task A_worker_that_dies_is_replaced_and_the_sweep_completes()
    {
        var runners = 0;
        var study = new CountingStudy(createRunner: () =>
        {
            if (Interlocked.Increment(ref runners) == 1)
            {
                throw new InvalidOperationException("This runner cannot start.");
            }
        });

        var outcome = await RunAsync(study, trials: 1_000);

        Assert.Equal(FarmEnd.Completed, outcome.End);
        Assert.Equal(1_000, outcome.Totals.StoredTrials);
        Assert.Equal(1, outcome.Totals.FailedAttempts);
    }

    [Fact]
    public async Task A_stop_keeps_what_was_computed_and_ends()
    {
        using var stop = new CancellationTokenSource();
        var study = new CountingStudy((first, _) =>
        {
            if (first >= 64_000)
            {
                stop.Cancel();
            }
        });

        var outcome = await RunAsync(study, trials: 1_000_000_000, stop: stop.Token);

        Assert.Equal(FarmEnd.Stopped, outcome.End);
        Assert.Equal(outcome.Totals.StoredBlocks, ledger.Stored.Count);
        Assert.InRange(outcome.Totals.StoredTrials, 64, 999_999_999);
    }

    [Fact]
    public async Task A_full_disk_ends_the_farm_with_its_message()
    {
        var outcome = await RunAsync(
            new CountingStudy(), trials: 100_000, writer: new FailingLedger(ledger, new LedgerException(LedgerFault.Full, "The disk is full.")));

        Assert.Equal(FarmEnd.StorageFault, outcome.End);
        Assert.Equal(LedgerFault.Full, outcome.Fault);
        Assert.Equal("The disk is full.", outcome.Message);
        Assert.Empty(ledger.Stored);
    }

    [Fact]
    public async Task A_fault_of_the_ledger_itself_reaches_the_caller()
    {
        var writer = new FailingLedger(ledger, new InvalidOperationException("A bug."));

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => RunAsync(new CountingStudy(), trials: 100_000, writer: writer));
    }

    [Fact]
    public async Task A_study_of_another_revision_is_refused_before_anything_starts()
    {
        var study = new CountingStudy();
        var plan = Planner.Plan(Sweep(100), study.Description, null) with { Revision = 7 };

        await Assert.ThrowsAsync<ArgumentException>(
            () => LocalFarm.RunAsync(plan, ledger, new StudyCatalog(study), new LocalFarmOptions()));
    }

    [Fact]
    public async Task Events_and_progress_tell_of_every_shard_and_the_end()
    {
        var events = new ConcurrentQueue<FarmEvent>();
        var last = new LastProgress();

        var outcome = await RunAsync(
            new CountingStudy(), trials: 5_000, observer: new FarmObserver(last, events.Enqueue));

        Assert.Equal(outcome.Totals.Shards, events.OfType<ShardReported>().Count());
        Assert.Equal(outcome.Totals.Shards, events.OfType<ShardOrdered>().Count());
        Assert.Equal(5_000, last.Value?.DoneTrials);
        Assert.Equal(0, last.Value?.PendingTrials);
        Assert.Single(last.Value!.Nodes);
    }

    private static Action<long, int> ThrowAt(long trial) => (first, rows) =>
    {
        if (first <= trial && trial < first + rows)
        {
            throw new TrialException(trial, $"Trial {trial} cannot be.");
        }
    };

    private static BlockKey KeyOf(long block) => new(Cell, 1, 64, block);

    private static Sweep Sweep(long trials) => new("local", CountingStudy.Name, 1, trials, 64, Keep.Flags, [Cell]);

    private Task<FarmOutcome> RunAsync(
        CountingStudy study,
        long trials,
        int threads = 2,
        int? blocksPerShard = null,
        SimLedger? to = null,
        ILedgerWriter? writer = null,
        FarmObserver? observer = null,
        CancellationToken stop = default)
    {
        var target = to ?? ledger;
        return LocalFarm.RunAsync(
            Planner.Plan(Sweep(trials), study.Description, target),
            writer ?? target,
            new StudyCatalog(study),
            new LocalFarmOptions
            {
                Threads = threads,
                Coordinator = new CoordinatorOptions { Epoch = 1, BlocksPerShard = blocksPerShard },
            },
            observer,
            stop);
    }

    private sealed class LastProgress : IProgress<FarmProgress>
    {
        public FarmProgress? Value { get; private set; }

        public void Report(FarmProgress value) => Value = value;
    }

    private sealed class FailingLedger(SimLedger ledger, Exception exception) : ILedgerWriter
    {
        public Guid Id => ledger.Id;

        public ReadOnlyMemory<byte> Secret => ledger.Secret;

        public IReadOnlyList<BlockFate> Commit(LedgerBatch batch) => throw exception;

        public void Register(Sweep sweep, string source, DateTimeOffset at)
        {
        }

        public long RetrySetAside(Sweep sweep) => 0;

        public StoredOrigin? OriginOf(BlockKey key, int revision) => ledger.OriginOf(key, revision);

        public StoredOrigin? OriginOf(BlockKey key, int revision, long step) =>
            ledger.OriginOf(key, revision, step);

        public IReadOnlyList<WithdrawnBlocks> Quarantine(QuarantinedHost host) => throw exception;

        public bool Readmit(string host) => false;

        public void Record(IReadOnlyList<NodeRecord> nodes)
        {
        }

        public void Dispose()
        {
        }
    }
}
