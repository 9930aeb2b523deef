using Farm.Coordinator.Ledger;
using Farm.Domain;
using Serilog;
using Serilog.Events;

namespace Farm.Coordinator.Logging;

/// <summary>
/// Every event that the farm logs: a method's name is the event's, for ever; <c>docs/LOGS.md</c> lists them.
/// </summary>
/// <remarks>Safe to call from several threads. Nothing here blocks or throws.</remarks>
public sealed partial class FarmEvents
{
    private const int MostPerSecond = 200;

    private readonly EventWriter log;
    private readonly EventThrottle shards;
    private readonly EventThrottle commits;
    private readonly EventThrottle audits;
    private readonly EventThrottle dropped;

    /// <summary>Events that go to a logger.</summary>
    public FarmEvents(ILogger log, TimeProvider time)
    {
        this.log = new EventWriter(log, time);
        shards = new EventThrottle(time, MostPerSecond);
        commits = new EventThrottle(time, MostPerSecond);
        audits = new EventThrottle(time, MostPerSecond);
        dropped = new EventThrottle(time, MostPerSecond);
    }

    /// <summary>A sweep's name was recorded in the ledger for the first time.</summary>
    public void SweepRegistered(Sweep sweep) => Write(
        LogEventLevel.Information,
        nameof(SweepRegistered),
        new EventScope { Sweep = sweep.Name },
        "Sweep {sweep:l} of study {study:l} registered: {cells} cells, {trials} trials in all, seed {seed}",
        [sweep.Name, sweep.Study, sweep.Cells.Count, sweep.AllTrials, sweep.Seed]);

    /// <summary>A sweep's content was amended.</summary>
    public void SweepAmended(Sweep sweep, string difference) => Write(
        LogEventLevel.Information,
        nameof(SweepAmended),
        new EventScope { Sweep = sweep.Name },
        "Sweep {sweep:l} amended: {difference:l}",
        [sweep.Name, difference]);

    /// <summary>Work on a sweep begins or resumes.</summary>
    public void SweepStarted(
        Sweep sweep, int revision, long doneTrials, long pendingTrials, int threads, string backend, string version) => Write(
        LogEventLevel.Information,
        nameof(SweepStarted),
        new EventScope { Sweep = sweep.Name },
        "Sweep {sweep:l} started: {pending_trials} trials pending, {done_trials} done, on {threads} threads ({backend:l}); study {study:l} revision {revision}, farm {version:l}",
        [sweep.Name, pendingTrials, doneTrials, threads, backend, sweep.Study, revision, version]);

    /// <summary>Nothing is left to compute.</summary>
    public void SweepFinished(string sweep, long trials, double seconds, long setAsideBlocks) => Write(
        LogEventLevel.Information,
        nameof(SweepFinished),
        new EventScope { Sweep = sweep },
        "Sweep {sweep:l} finished: {trials} trials in {seconds} s, {set_aside_blocks} blocks set aside",
        [sweep, trials, Math.Round(seconds, 3), setAsideBlocks]);

    /// <summary>Work on a sweep was ended by the user or the system.</summary>
    public void Interrupted(string sweep, ExitCode cause, long pendingTrials) => Write(
        LogEventLevel.Warning,
        nameof(Interrupted),
        new EventScope { Sweep = sweep },
        "Sweep {sweep:l} interrupted ({cause:l}): {pending_trials} trials pending",
        [sweep, cause.ToString(), pendingTrials]);

    /// <summary>A shard was computed. At most 200 a second; <c>skipped</c> counts those not logged before.</summary>
    public void ShardDone(EventScope scope, TimeSpan elapsed)
    {
        if (log.IsEnabled(LogEventLevel.Debug) && shards.Admits(out var skipped))
        {
            Write(
                LogEventLevel.Debug,
                nameof(ShardDone),
                scope,
                "Shard done in {milliseconds} ms ({skipped} not logged before it)",
                [Math.Round(elapsed.TotalMilliseconds, 3), skipped]);
        }
    }

    /// <summary>An execution of a shard failed.</summary>
    public void AttemptFailed(EventScope scope, ShardFailure failure, int attempts) => Write(
        LogEventLevel.Warning,
        nameof(AttemptFailed),
        scope with { Trial = failure.Trial },
        "Attempt {attempts} failed ({kind:l}): {reason:l}",
        [attempts, failure.Kind.ToString(), failure.Message],
        ("detail", failure.Detail));

    /// <summary>A worker's thread ended without a word of its own; another takes its place.</summary>
    public void WorkerDied(EventScope scope, ShardFailure failure, int attempts) => Write(
        LogEventLevel.Error,
        nameof(WorkerDied),
        scope,
        "A worker died in attempt {attempts} and is replaced: {reason:l}",
        [attempts, failure.Message],
        ("detail", failure.Detail));

    /// <summary>An order was not answered in time and goes out again.</summary>
    public void LeaseExpired(EventScope scope, TimeSpan lease) => Write(
        LogEventLevel.Warning,
        nameof(LeaseExpired),
        scope,
        "A shard was not answered within {seconds} s and goes out again",
        [lease.TotalSeconds]);

    /// <summary>A block was given up after its attempts.</summary>
    public void BlockSetAside(EventScope scope, int attempts, string reason) => Write(
        LogEventLevel.Error,
        nameof(BlockSetAside),
        scope,
        "Block set aside after {attempts} attempts ('farm run … --retry-set-aside' tries it again): {reason:l}",
        [attempts, reason]);

    /// <summary>Blocks set aside are to be tried again.</summary>
    public void SetAsideRetried(string sweep, long blocks) => Write(
        LogEventLevel.Information,
        nameof(SetAsideRetried),
        new EventScope { Sweep = sweep },
        "{blocks} blocks of sweep {sweep:l} that were set aside are tried again",
        [blocks, sweep]);

    /// <summary>
    /// A batch of blocks is on disk. At most 200 a second; <c>skipped</c> counts those not logged before.
    /// </summary>
    public void BatchCommitted(string sweep, long stored, long slices, long duplicates, int setAside, TimeSpan elapsed)
    {
        if (log.IsEnabled(LogEventLevel.Debug) && commits.Admits(out var skipped))
        {
            Write(
                LogEventLevel.Debug,
                nameof(BatchCommitted),
                new EventScope { Sweep = sweep },
                "{stored} blocks and {slices} slices stored, {duplicates} blocks known already and {set_aside} set aside in {milliseconds} ms ({skipped} not logged before it)",
                [stored, slices, duplicates, setAside, Math.Round(elapsed.TotalMilliseconds, 3), skipped]);
        }
    }

    /// <summary>A report for another sweep's blocks came and was dropped.</summary>
    public void ForeignReport(EventScope scope) => Write(
        LogEventLevel.Warning, nameof(ForeignReport), scope, "A report that is not for this sweep was dropped", []);

    /// <summary>A report came whose results cannot be; nothing of it is stored.</summary>
    public void SpoiltReport(EventScope scope, string reason) => Write(
        LogEventLevel.Error, nameof(SpoiltReport), scope, "A report that cannot be was dropped: {reason:l}", [reason]);

    /// <summary>The ledger's storage refuses or fails.</summary>
    public void LedgerFault(string sweep, LedgerFault fault, string reason) => Write(
        LogEventLevel.Error,
        nameof(LedgerFault),
        new EventScope { Sweep = sweep },
        "The ledger cannot go on ({fault:l}): {reason:l}",
        [fault.ToString(), reason]);

    /// <summary>A closed copy of the ledger was written.</summary>
    public void LedgerCopied(string sweep, string copy) => Write(
        LogEventLevel.Information,
        nameof(LedgerCopied),
        new EventScope { Sweep = sweep },
        "The ledger was copied to {copy:l}",
        [copy]);

    /// <summary>A fault of the farm itself, with the stack.</summary>
    public void InternalError(Exception exception) => Write(
        LogEventLevel.Fatal,
        nameof(InternalError),
        EventScope.None,
        "A fault of the farm itself: {reason:l}",
        [exception.Message],
        ("detail", exception.ToString()));

    private void Write(
        LogEventLevel level,
        string name,
        EventScope scope,
        string template,
        object?[] values,
        params ReadOnlySpan<(string Name, object Value)> more) => log.Write(level, name, scope, template, values, more);
}
