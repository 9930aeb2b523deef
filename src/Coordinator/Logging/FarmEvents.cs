using Farm.Coordinator.Ledger;
using Farm.Domain;
using Serilog;
using Serilog.Events;

namespace Farm.Coordinator.Logging;

/// <summary>Every event that the farm logs: a method's name is the event's, for ever; <c>docs/LOGS.md</c> lists them.</summary>
/// <remarks>Safe to call from several threads. Nothing here blocks or throws.</remarks>
public sealed class FarmEvents
{
    private readonly ILogger log;
    private readonly TimeProvider time;
    private readonly EventThrottle shards;

    /// <summary>Events that go to a logger.</summary>
    public FarmEvents(ILogger log, TimeProvider time)
    {
        this.log = log;
        this.time = time;
        shards = new EventThrottle(time, perSecond: 200);
    }

    /// <summary>A sweep's name was recorded in the ledger for the first time.</summary>
    public void SweepRegistered(Sweep sweep) => Write(
        LogEventLevel.Information,
        nameof(SweepRegistered),
        new EventScope { Sweep = sweep.Name },
        "Sweep {sweep} of study {study} registered: {cells} cells of {trials} trials, seed {seed}",
        sweep.Name, sweep.Study, sweep.Cells.Count, sweep.Trials, sweep.Seed);

    /// <summary>A sweep's content was amended.</summary>
    public void SweepAmended(Sweep sweep, string difference) => Write(
        LogEventLevel.Information,
        nameof(SweepAmended),
        new EventScope { Sweep = sweep.Name },
        "Sweep {sweep} amended: {difference}",
        sweep.Name, difference);

    /// <summary>Work on a sweep begins or resumes.</summary>
    public void SweepStarted(
        Sweep sweep, int revision, long doneTrials, long pendingTrials, int threads, string backend, string version) => Write(
        LogEventLevel.Information,
        nameof(SweepStarted),
        new EventScope { Sweep = sweep.Name },
        "Sweep {sweep} started: {pending_trials} trials pending, {done_trials} done, on {threads} threads ({backend}); study {study} revision {revision}, farm {version}",
        sweep.Name, pendingTrials, doneTrials, threads, backend, sweep.Study, revision, version);

    /// <summary>Nothing is left to compute.</summary>
    public void SweepFinished(string sweep, long trials, double seconds, long setAsideBlocks) => Write(
        LogEventLevel.Information,
        nameof(SweepFinished),
        new EventScope { Sweep = sweep },
        "Sweep {sweep} finished: {trials} trials in {seconds} s, {set_aside_blocks} blocks set aside",
        sweep, trials, Math.Round(seconds, 3), setAsideBlocks);

    /// <summary>Work on a sweep was ended by the user or the system.</summary>
    public void Interrupted(string sweep, ExitCode cause, long pendingTrials) => Write(
        LogEventLevel.Warning,
        nameof(Interrupted),
        new EventScope { Sweep = sweep },
        "Sweep {sweep} interrupted ({cause}): {pending_trials} trials pending",
        sweep, cause.ToString(), pendingTrials);

    /// <summary>A shard's blocks are on disk. At most 200 a second; <c>skipped</c> counts those not logged before.</summary>
    public void ShardDone(EventScope scope, TimeSpan elapsed)
    {
        if (log.IsEnabled(LogEventLevel.Debug) && shards.Admits(out var skipped))
        {
            Write(
                LogEventLevel.Debug,
                nameof(ShardDone),
                scope,
                "Shard done in {milliseconds} ms ({skipped} not logged before it)",
                Math.Round(elapsed.TotalMilliseconds, 3), skipped);
        }
    }

    /// <summary>An execution of a shard failed.</summary>
    public void ShardFailed(EventScope scope, ShardFailure failure, int attempt) => Write(
        LogEventLevel.Warning,
        nameof(ShardFailed),
        scope with { Trial = failure.Trial ?? scope.Trial },
        "Attempt {attempt} failed ({kind}): {reason}{detail:l}",
        attempt, failure.Kind.ToString(), failure.Message, Indented(failure.Detail));

    /// <summary>A block was given up after its attempts.</summary>
    public void BlockSetAside(EventScope scope, int attempts, string reason) => Write(
        LogEventLevel.Error,
        nameof(BlockSetAside),
        scope,
        "Block set aside after {attempts} attempts: {reason}; 'farm run … --retry-set-aside' tries it again",
        attempts, reason);

    /// <summary>Blocks set aside are to be tried again.</summary>
    public void SetAsideRetried(string sweep, long blocks) => Write(
        LogEventLevel.Information,
        nameof(SetAsideRetried),
        new EventScope { Sweep = sweep },
        "{blocks} blocks of sweep {sweep} that were set aside are tried again",
        blocks, sweep);

    /// <summary>Two executions of a block do not agree.</summary>
    public void DigestMismatch(EventScope scope, Incident incident) => Write(
        LogEventLevel.Error,
        nameof(DigestMismatch),
        scope,
        "Two executions of block {block} do not agree: {kept_digest} by {kept_node} on {kept_host} is kept, {other_digest} by {other_node} on {other_host} is not",
        incident.Key.Block,
        Convert.ToHexStringLower(incident.KeptDigest), incident.Kept.Node, incident.Kept.Host,
        Convert.ToHexStringLower(incident.OtherDigest), incident.Other.Node, incident.Other.Host);

    /// <summary>A worker's thread ended without a word of its own.</summary>
    public void WorkerDied(EventScope scope, string reason) => Write(
        LogEventLevel.Error, nameof(WorkerDied), scope, "A worker died and is replaced: {reason}", reason);

    /// <summary>The ledger's storage refuses or fails.</summary>
    public void LedgerFault(EventScope scope, LedgerException fault) => Write(
        LogEventLevel.Error,
        nameof(LedgerFault),
        scope,
        "The ledger cannot go on ({fault}): {reason}",
        fault.Fault.ToString(), fault.Message);

    /// <summary>A closed copy of the ledger was written.</summary>
    public void LedgerCopied(string sweep, string copy) => Write(
        LogEventLevel.Information,
        nameof(LedgerCopied),
        new EventScope { Sweep = sweep },
        "The ledger was copied to {copy}",
        copy);

    /// <summary>A fault of the farm itself, with the stack.</summary>
    public void InternalError(Exception exception) => Write(
        LogEventLevel.Fatal,
        nameof(InternalError),
        EventScope.None,
        exception,
        "A fault of the farm itself: {reason}",
        exception.Message);

    private static string Indented(string detail) => detail.Length == 0 ? "" : Environment.NewLine + detail;

    private void Write(LogEventLevel level, string name, EventScope scope, string template, params object?[] values) =>
        Write(level, name, scope, null, template, values);

    private void Write(
        LogEventLevel level, string name, EventScope scope, Exception? exception, string template, params object?[] values)
    {
        if (!log.IsEnabled(level) || !log.BindMessageTemplate(template, values, out var parsed, out var bound))
        {
            return;
        }

        var properties = bound.ToDictionary(p => p.Name, StringComparer.Ordinal);
        properties["event"] = new LogEventProperty("event", new ScalarValue(name));
        foreach (var property in scope.Properties())
        {
            properties[property.Name] = property;
        }

        log.Write(new LogEvent(time.GetUtcNow(), level, exception, parsed, properties.Values));
    }
}
