using Farm.Domain;
using Farm.Hosting.Logging;
using Farm.Transport;
using Serilog.Events;

namespace Farm.Node.Logging;

/// <summary>Every event that a node logs: a method's name is the event's, for ever; <c>docs/LOGS.md</c> lists them.</summary>
/// <remarks>Safe to call from several threads. Nothing here blocks or throws.</remarks>
/// <param name="log">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeEvents(EventWriter log, TimeProvider time)
{
    /// <summary>Marks what a report says as well.</summary>
    public const string ReportedKey = "reported";

    /// <summary>The ledger that an event is about.</summary>
    public const string LedgerKey = "ledger";

    private const int MostShardsPerSecond = 200;
    private const int MostFailuresPerSecond = 5;

    private readonly EventThrottle shards = new(time, MostShardsPerSecond);
    private readonly EventThrottle failures = new(time, MostFailuresPerSecond);
    private readonly DrainedShards drained = new();

    /// <summary>Logs what the node tells. Called on the node's turn; it does not block.</summary>
    public void Observe(NodeEvent happened)
    {
        switch (happened)
        {
            case OrdersBegan began:
                OrdersBegan(began);
                break;
            case ShardEnded { Report: { Failure: null } report }:
                drained.AddFinished(report.Order.Shard);
                ShardDone(report);
                break;
            case ShardEnded { Report: { Failure.Kind: FailureKind.HandedBack } report }:
                drained.AddHandedBack(report.Order.Shard);
                ShardHandedBack(report);
                break;
            case ShardEnded { Report: { Failure.Kind: not FailureKind.WorkerDied } report }:
                ShardFailed(report);
                break;
            case WorkerLost lost:
                WorkerDied(lost);
                break;
            case VerdictChanged changed:
                VerdictChanged(changed);
                break;
            case DrainBegan began:
                drained.Begin();
                DrainBegan(began);
                break;
            default:
                // A dead worker's shard is told with the worker.
                break;
        }
    }

    /// <summary>Logs what the transport tells.</summary>
    public void Observe(TransportEvent happened)
    {
        var level = happened switch
        {
            BrokerConnected or ClusterJoined or EngineLogged => LogEventLevel.Debug,
            BrokerBack or ClusterBack or PublishingUnblocked or QueueAwaited => LogEventLevel.Information,
            _ => LogEventLevel.Warning,
        };
        log.Write(level, happened.GetType().Name, EventScope.None, "{reason:l}", [happened.Message]);
    }

    /// <summary>The node is there and takes orders.</summary>
    public void NodeJoined(string broker, NodeHello hello) => log.Write(
        LogEventLevel.Information,
        nameof(NodeJoined),
        EventScope.None,
        $"joined {{broker:l}} as {{node:l}} with {{slots}} {(hello.Slots == 1 ? "slot" : "slots")} of {{device:l}} "
        + "({backend:l}, {processor:l}); farm {release:l}",
        [broker, hello.Name, hello.Slots, hello.Device, hello.Backend, hello.Processor, hello.Release]);

    /// <summary>The node could not join.</summary>
    public void JoinFailed(LinkFault fault, string reason) => log.Write(
        LogEventLevel.Error, nameof(JoinFailed), EventScope.None, "{reason:l}", [reason], ("fault", fault.ToString()));

    /// <summary>The node was stopped before it had joined.</summary>
    public void NeverJoined() => log.Write(
        LogEventLevel.Information, nameof(NeverJoined), EventScope.None, "stopped before it had joined; it had nothing to do", []);

    /// <summary>The node has left.</summary>
    public void NodeEnded(NodeOutcome outcome)
    {
        var (text, level) = outcome.End switch
        {
            NodeEnd.Left => ("drained", LogEventLevel.Information),
            NodeEnd.Refused => ("left, since every coordinator refuses this node", LogEventLevel.Error),
            NodeEnd.Quarantined => ("left, since results of this host were wrong", LogEventLevel.Error),
            _ => ("the link to the farm is over", LogEventLevel.Error),
        };
        var totals = outcome.Totals;
        log.Write(
            level,
            nameof(NodeEnded),
            EventScope.None,
            "{end:l}{reason:l}: {finished:l} finished, {handed_back:l} handed back{abandoned:l}; {trials} trials in {shards} "
            + "shards since it joined",
            [
                text,
                outcome.Message.Length > 0 ? $" ({outcome.Message})" : "",
                drained.Finished(totals.DrainFinished),
                drained.HandedBack(totals.DrainHandedBack),
                totals.Abandoned > 0 ? $", {DrainedShards.Count(totals.Abandoned)} left to other nodes" : "",
                totals.Trials,
                totals.Shards,
            ]);
    }

    /// <summary>The first order of a ledger, or of another sweep of it, came.</summary>
    private void OrdersBegan(OrdersBegan began) => log.Write(
        LogEventLevel.Information,
        nameof(OrdersBegan),
        new EventScope { Sweep = began.Sweep },
        "sweep {sweep:l} of ledger {ledger:l} begins to order",
        [began.Sweep, began.Ledger.ToString()]);

    /// <summary>A shard was computed. At most 200 a second; <c>skipped</c> counts those not logged before.</summary>
    private void ShardDone(ShardReport report)
    {
        if (log.IsEnabled(LogEventLevel.Debug) && shards.Admits(out var skipped))
        {
            log.Write(
                LogEventLevel.Debug,
                nameof(ShardDone),
                ScopeOf(report),
                "done in {milliseconds} ms ({skipped} not logged before it)",
                [Math.Round(report.Elapsed.TotalMilliseconds, 3), skipped],
                (LedgerKey, report.Order.Ledger.ToString()));
        }
    }

    /// <summary>A shard was handed back, whole or in part: other nodes compute the rest.</summary>
    public void ShardHandedBack(ShardReport report) => log.Write(
        LogEventLevel.Information,
        nameof(ShardHandedBack),
        ScopeOf(report),
        "handed back with {done} of {blocks} blocks computed",
        [report.Results.Count, report.Order.Blocks.Count],
        (LedgerKey, report.Order.Ledger.ToString()));

    /// <summary>An execution failed, or an order was refused. At most 5 a second.</summary>
    private void ShardFailed(ShardReport report)
    {
        if (failures.Admits(out var skipped))
        {
            log.Write(
                LogEventLevel.Warning,
                nameof(ShardFailed),
                ScopeOf(report) with { Trial = report.Failure!.Trial },
                "{kind:l}: {reason:l} ({skipped} not logged before it)",
                [report.Failure.Kind.ToString(), report.Failure.Message, skipped],
                (LedgerKey, report.Order.Ledger.ToString()),
                ("detail", report.Failure.Detail),
                (ReportedKey, "yes"));
        }
    }

    /// <summary>A worker's thread ended without a word of its own; another takes its place.</summary>
    private void WorkerDied(WorkerLost lost) => log.Write(
        LogEventLevel.Error,
        nameof(WorkerDied),
        lost.Order is { } order ? ScopeOf(order) with { By = lost.Worker } : new EventScope { By = lost.Worker },
        "a worker died and is replaced: {reason:l}",
        [lost.Message],
        (LedgerKey, lost.Order?.Ledger.ToString() ?? ""),
        ("detail", lost.Detail),
        (ReportedKey, lost.Order is null ? "" : "yes"));

    /// <summary>A coordinator changed its mind about this node.</summary>
    private void VerdictChanged(VerdictChanged changed)
    {
        var isWelcome = changed.Judgement.Verdict == NodeVerdict.Serves;
        log.Write(
            isWelcome ? LogEventLevel.Information : LogEventLevel.Warning,
            nameof(VerdictChanged),
            EventScope.None,
            "the coordinator of ledger {ledger:l} says {verdict:l}{reason:l}",
            [
                changed.Ledger.ToString(),
                changed.Judgement.Verdict.ToString().ToLowerInvariant(),
                isWelcome ? "" : $": {changed.Judgement.Reason}",
            ]);
    }

    /// <summary>The node takes no more orders.</summary>
    private void DrainBegan(DrainBegan began) => log.Write(
        LogEventLevel.Information,
        nameof(DrainBegan),
        EventScope.None,
        "draining: {running} shards end at their next piece, {waiting} that wait are handed back",
        [began.Running, began.Waiting]);

    private static EventScope ScopeOf(ShardReport report) => ScopeOf(report.Order) with { By = report.By };

    private static EventScope ScopeOf(ShardOrder order)
    {
        var first = order.Layout.FirstTrial(order.Blocks.First);
        return new EventScope
        {
            Sweep = order.Sweep,
            Cell = order.Cell,
            Shard = order.Shard,
            Blocks = order.Blocks,
            Trials = (first, first + order.Layout.TrialsIn(order.Blocks) - 1),
        };
    }
}
