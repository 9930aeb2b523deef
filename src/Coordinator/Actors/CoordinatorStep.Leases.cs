using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <content>Leases, and what becomes of an order whose node is lost.</content>
public sealed partial class CoordinatorStep
{
    /// <summary>Losses with its node after which a shard goes out no more: it kills its node.</summary>
    private const int LossesAtMost = 3;

    /// <summary>How many of those, the latest in a row, must have been while it was the node's only shard.</summary>
    private const int LossesAloneAtMost = 2;

    private static readonly TimeSpan LeaseScanInterval = TimeSpan.FromSeconds(1);
    private DateTimeOffset? leasesAt;

    private OutstandingShard? Find(ShardId id) =>
        id.Epoch == options.Epoch ? outstanding.Find(id.Number) ?? audits.Find(id.Number) : null;

    private void Lease(OutstandingShard shard, bool isAgain, DateTimeOffset now)
    {
        if (!isAgain)
        {
            var generous = (outstanding.Work + audits.Work + shard.Estimate) * LeaseFactor;
            shard.Lease = generous > options.Lease ? generous : options.Lease;
        }

        shard.Due = now + shard.Lease;
        leasesAt ??= now + LeaseScanInterval;
    }

    private void NoteStart(ShardStarted started, DateTimeOffset now)
    {
        // Word of a start may come late or twice: one that its node did not survive is counted once.
        if (Find(started.Shard) is { } shard && shard.Losses.All(l => l.By?.Node != started.By.Node))
        {
            if (shard is AuditShard audit && audit.Node?.Hello.Name != started.By.Node)
            {
                return;
            }

            shard.Worker = started.By;
            shard.IsAlone = started.Alone;
            shard.Due = now + shard.Lease;
            if (shard is not AuditShard)
            {
                outstanding.Place(shard, started.By.Node);
            }
        }
    }

    /// <summary>Once a second, so that a step costs the same however much is outstanding.</summary>
    private void RenewLeases(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (now < leasesAt || leasesAt is null)
        {
            return;
        }

        leasesAt = outstanding.Count + audits.Count == 0 ? null : now + LeaseScanInterval;
        if (IsEnding)
        {
            return;
        }

        foreach (var shard in outstanding.Overdue(now))
        {
            effects.Add(new TellEvent(new LeaseExpired(now, shard.Order, shard.Lease)));
            shard.Lease *= 2;
            Publish(shard, isAgain: true, now, effects);
        }

        foreach (var audit in audits.Overdue(now).Where(a => a.Node is not null))
        {
            effects.Add(new TellEvent(new LeaseExpired(now, audit.Order, audit.Lease)));
            audit.Lease *= 2;
            nodes.Miss(audit.Node!);
            PutBack(audit);
        }
    }

    /// <summary>A node is gone: the transport delivers its orders again, only the losses are counted here.</summary>
    private void LoseNode(NodeLeft left, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (nodes.Remove(left.Node, left.IsGoodbye, now) is { } node)
        {
            rota.Update(node);
            effects.Add(new TellEvent(new NodeGone(now, left.Node, left.IsGoodbye)));
        }

        foreach (var shard in outstanding.TakeFrom(left.Node))
        {
            CountLoss(shard, now, effects);
        }

        foreach (var audit in audits.TakeFrom(left.Node))
        {
            LoseAudit(audit, now, effects);
        }
    }

    /// <summary>The transport has given up an order; its losses, if any, were counted as its nodes left.</summary>
    private void TakeBack(ShardId id, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (!IsEnding && Find(id) is { } shard and not AuditShard)
        {
            Publish(shard, isAgain: true, now, effects);
        }
    }

    /// <summary>Counts a loss.</summary>
    /// <returns>Whether the shard may go out again.</returns>
    private static bool NoteLoss(OutstandingShard shard, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var worker = shard.Worker!;
        var failure = new ShardFailure(
            FailureKind.NodeLost, null, null, $"Node {worker.Node} was lost while it computed this.", "");
        shard.Lose(new AttemptError(now, worker, failure));
        effects.Add(new TellEvent(new AttemptFailed(
            now, shard.Order.Shard, shard.Cell.Cell, null, shard.Losses.Count, worker, failure)));
        return shard.Losses.Count < LossesAtMost || shard.LossesAlone < LossesAloneAtMost;
    }

    private void CountLoss(OutstandingShard shard, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (NoteLoss(shard, now, effects))
        {
            return;
        }

        // It kills its node, and goes out no more.
        outstanding.Remove(shard);
        var missing = shard.Cell.Missing(shard.Blocks);
        if (missing.Count == 1)
        {
            var block = missing.First().First;
            GiveUp(shard.Cell, block, [.. shard.Cell.ErrorsOf(block), .. shard.Losses], now, effects);
        }
        else
        {
            Return(shard.Cell, missing, alone: true);
        }
    }
}
