using Farm.Coordinator.Ledger;
using Farm.Domain;
using Serilog.Events;

namespace Farm.Coordinator.Logging;

/// <content>What many hosts bring: nodes, audits, quarantine.</content>
public sealed partial class FarmEvents
{
    /// <summary>A node came.</summary>
    public void NodeJoined(string sweep, NodeHello node) => Write(
        LogEventLevel.Information,
        nameof(NodeJoined),
        new EventScope { Sweep = sweep },
        "Node {node:l} on {host:l} joined: {slots} slots of {device:l} ({backend:l}), {processor:l}, farm {release:l}",
        [node.Name, node.Host, node.Slots, node.Device, node.Backend, node.Processor, node.Release]);

    /// <summary>A node left in order.</summary>
    public void NodeGone(string sweep, string node) => Write(
        LogEventLevel.Information, nameof(NodeGone), new EventScope { Sweep = sweep }, "Node {node:l} left", [node]);

    /// <summary>A node is gone without a word; what it had goes to others.</summary>
    public void NodeLost(string sweep, string node) => Write(
        LogEventLevel.Warning,
        nameof(NodeLost),
        new EventScope { Sweep = sweep },
        "Node {node:l} is gone without a word; what it had goes to others",
        [node]);

    /// <summary>A node has another release or another revision of the study; nothing of it is taken.</summary>
    public void NodeRefused(EventScope scope, string reason) => Write(
        LogEventLevel.Error, nameof(NodeRefused), scope, "A node cannot compute this sweep: {reason:l}", [reason]);

    /// <summary>This process's own node was turned away or lost its link; the farm goes on with the others.</summary>
    public void OwnNodeLeft(string sweep, string reason) => Write(
        LogEventLevel.Warning,
        nameof(OwnNodeLeft),
        new EventScope { Sweep = sweep },
        "This process's own node left, other nodes go on: {reason:l}",
        [reason]);

    /// <summary>A node shipped a warning or an error of its own log: its level is that of the node.</summary>
    public void NodeWarned(string sweep, NodeWarning warning) => Write(
        warning.IsError ? LogEventLevel.Error : LogEventLevel.Warning,
        nameof(NodeWarned),
        new EventScope { Sweep = sweep, Shard = warning.Shard },
        "Node {node:l} ({node_event:l}): {reason:l}",
        [warning.Node, warning.Event, warning.Message],
        ("node_at", warning.At.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture)),
        ("dropped", warning.Dropped));

    /// <summary>A stored shard is to be computed again by another host. At most 200 a second.</summary>
    public void AuditOrdered(EventScope scope, string node)
    {
        if (log.IsEnabled(LogEventLevel.Debug) && audits.Admits(out var skipped))
        {
            Write(
                LogEventLevel.Debug,
                nameof(AuditOrdered),
                scope,
                "Node {node:l} computes a stored shard again ({skipped} not logged before it)",
                [node, skipped]);
        }
    }

    /// <summary>Two executions of a block do not agree; the first result is kept until it is known who is wrong.</summary>
    public void DigestMismatch(EventScope scope, ArrivedBlock other) => Write(
        LogEventLevel.Error,
        nameof(DigestMismatch),
        scope,
        "Block {block} came again with another digest, {digest:l} by {node:l} on {host:l}; the first result is kept "
        + "until a third one settles it ('farm audit' names both)",
        [other.Key.Block, Convert.ToHexStringLower(other.Result.Digest), other.By.Node, other.By.Host]);

    /// <summary>
    /// Two executions of a slice of a long trial, from the same state, do not agree; the trial goes on from the first.
    /// </summary>
    public void SliceMismatch(EventScope scope, ArrivedSlice other) => Write(
        LogEventLevel.Error,
        nameof(SliceMismatch),
        scope,
        "The slice of trial {block} from step {first_step} to {step} came again with another digest, {digest:l} by {node:l} on "
        + "{host:l}; the trial goes on from the first ('farm audit' names both, 'farm rerun' tells whether it is right)",
        [
            other.Key.Block, other.FirstStep, other.Result.Step, Convert.ToHexStringLower(other.Result.Digest), other.By.Node,
            other.By.Host,
        ]);

    /// <summary>A dispute is settled: a host is wrong, and what nobody confirmed of it is computed again.</summary>
    public void HostQuarantined(string sweep, QuarantinedHost host, long withdrawnBlocks) => Write(
        LogEventLevel.Error,
        nameof(HostQuarantined),
        new EventScope { Sweep = sweep },
        "Host {host:l} is under quarantine ('farm run … --readmit HOST' ends it), {withdrawn_blocks} blocks of it that "
        + "no other host confirmed are computed again: {reason:l}",
        [host.Host, withdrawnBlocks, host.Reason]);

    /// <summary>A quarantined host is welcome again.</summary>
    public void HostReadmitted(string sweep, string host) => Write(
        LogEventLevel.Information,
        nameof(HostReadmitted),
        new EventScope { Sweep = sweep },
        "Host {host:l} is no longer under quarantine",
        [host]);

    /// <summary>A report of a quarantined host was dropped. At most 200 a second.</summary>
    public void QuarantinedReport(EventScope scope)
    {
        if (dropped.Admits(out var skipped))
        {
            Write(
                LogEventLevel.Warning,
                nameof(QuarantinedReport),
                scope,
                "A report of a quarantined host was dropped ({skipped} not logged before it)",
                [skipped]);
        }
    }

    /// <summary>A block has several answers and nobody can say which is right.</summary>
    public void DisputeUnsettled(EventScope scope, string reason) => Write(
        LogEventLevel.Error,
        nameof(DisputeUnsettled),
        scope,
        "A block has several answers, and the first one stays: {reason:l}",
        [reason]);
}
