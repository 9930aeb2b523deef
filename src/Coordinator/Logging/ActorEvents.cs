using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Logging;

/// <summary>Logs what a coordinator tells.</summary>
/// <param name="log">Where to.</param>
/// <param name="sweep">The sweep it works on.</param>
internal sealed class ActorEvents(FarmEvents log, Sweep sweep)
{
    /// <summary>Logs one event. Called on the coordinator's turn; it does not block.</summary>
    public void Log(FarmEvent happened)
    {
        switch (happened)
        {
            case ShardReported { Report: { Failure: null } report }:
                log.ShardDone(Of(report), report.Elapsed);
                break;
            case AttemptFailed { Failure.Kind: FailureKind.WorkerDied } died:
                log.WorkerDied(Of(died), died.Failure, died.Attempts);
                break;
            case AttemptFailed failed:
                log.AttemptFailed(Of(failed), failed.Failure, failed.Attempts);
                break;
            case LeaseExpired expired:
                log.LeaseExpired(Of(expired.Order), expired.Lease);
                break;
            case BlockSetAside given:
                var reason = given.Block.Errors.Count > 0 ? given.Block.Errors[^1].Failure.Message : "";
                log.BlockSetAside(Of(given.Block.Key), given.Block.Attempts, reason);
                break;
            case BatchCommitted committed:
                log.BatchCommitted(
                    sweep.Name, committed.Stored, committed.Slices, committed.Duplicates, committed.SetAside, committed.Elapsed);
                break;
            case NodeJoined joined:
                log.NodeJoined(sweep.Name, joined.Node);
                break;
            case NodeGone { IsGoodbye: true } gone:
                log.NodeGone(sweep.Name, gone.Node);
                break;
            case NodeGone lost:
                log.NodeLost(sweep.Name, lost.Node);
                break;
            case NodeRefused refused:
                log.NodeRefused(new EventScope { Sweep = sweep.Name, By = refused.By }, refused.Reason);
                break;
            case ForeignReport foreign:
                log.ForeignReport(Of(foreign.Report));
                break;
            case SpoiltReport spoilt:
                log.SpoiltReport(Of(spoilt.Report), spoilt.Reason);
                break;
            default:
                LogDispute(happened);
                break;
        }
    }

    private void LogDispute(FarmEvent happened)
    {
        switch (happened)
        {
            case SliceMismatch mismatch:
                log.SliceMismatch(Of(mismatch.Slice.Key) with { By = mismatch.Slice.By }, mismatch.Slice);
                break;
            case DigestMismatch mismatch:
                log.DigestMismatch(Of(mismatch.Block.Key) with { By = mismatch.Block.By }, mismatch.Block);
                break;
            case AuditOrdered audit:
                log.AuditOrdered(Of(audit.Order), audit.Node);
                break;
            case HostPutUnderQuarantine wrong:
                log.HostQuarantined(sweep.Name, wrong.Host, wrong.Blocks);
                break;
            case QuarantinedReport dropped:
                log.QuarantinedReport(Of(dropped.Report));
                break;
            case DisputeUnsettled open:
                log.DisputeUnsettled(Of(open.Key), open.Reason);
                break;
            case WarningShipped shipped:
                log.NodeWarned(sweep.Name, shipped.Warning);
                break;
            case OwnNodeLeft left:
                log.OwnNodeLeft(sweep.Name, left.Reason);
                break;
            case LinkLost lost:
                log.LinkLost(lost.Fault, lost.Message);
                break;
            default:
                // Orders are told by their reports, and a storage fault by whoever ends the run.
                break;
        }
    }

    private EventScope Of(ShardReport report) =>
        Of(report.Order) with { By = report.By };

    private EventScope Of(BlockKey key) => Of(key.Cell, new BlockRange(key.Block, 1));

    private EventScope Of(ShardOrder order) => Of(order.Cell, order.Blocks) with { Shard = order.Shard };

    private EventScope Of(AttemptFailed failed)
    {
        var scope = failed.Block is { } block
            ? Of(failed.Cell, new BlockRange(block, 1))
            : new EventScope { Sweep = sweep.Name, Cell = failed.Cell };
        return scope with { Shard = failed.Shard, By = failed.By };
    }

    private EventScope Of(Cell cell, BlockRange blocks)
    {
        var layout = sweep.LayoutOf(cell);
        var first = layout.FirstTrial(blocks.First);
        return new EventScope
        {
            Sweep = sweep.Name,
            Cell = cell,
            Blocks = blocks,
            Trials = (first, first + layout.TrialsIn(blocks) - 1),
        };
    }
}
