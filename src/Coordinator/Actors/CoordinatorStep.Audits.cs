using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <content>Audits: a sample of what is stored is computed again by nodes of other hosts.</content>
public sealed partial class CoordinatorStep
{
    private readonly AuditDesk desk = new();
    private readonly AuditRota rota;
    private readonly OutstandingShards<AuditShard> audits = new();
    private readonly SliceHosts sliceHosts = new();
    private readonly Dictionary<BlockKey, int> auditFailures = [];
    private long blocksAtNodes;
    private long unauditable;
    private DateTimeOffset? auditsWaitSince;
    private DateTimeOffset? auditsEndAt;

    private long BlocksToAudit => desk.Blocks + blocksAtNodes + disputes.Count;

    /// <summary>Hosts of which something may be ordered: while many states wait for their next slice, no more trials begin.</summary>
    private IEnumerable<string> HostsToAudit =>
        audits.StateBytes < options.StateBytesAtMost ? desk.Hosts : desk.Hosts.Where(desk.HasReturned);

    private void AddAudits()
    {
        foreach (var cell in cells)
        {
            var left = plan.Cells[cell.Index];
            foreach (var slice in left.SliceHosts)
            {
                sliceHosts.Add(cell, slice.Block, slice.FirstStep, slice.Host);
            }

            foreach (var (host, blocks) in left.ToAudit.Where(a => !quarantined.ContainsKey(a.Host)))
            {
                // A block of which only a prefix is stored is audited once it is whole.
                var whole = new BlockSet();
                foreach (var range in blocks)
                {
                    whole.Add(range);
                }

                foreach (var pending in left.Pending.Concat(left.SetAside))
                {
                    whole.Remove(pending);
                }

                foreach (var range in whole)
                {
                    PutOnDesk(cell, range, host);
                }
            }
        }
    }

    /// <summary>A block is stored: if it is of the sample, another host computes it again.</summary>
    private void AddAudit(BlockKey key, CellWork cell, string host)
    {
        if (!quarantined.ContainsKey(host) && AuditSample.Contains(key, plan.AuditFraction))
        {
            PutOnDesk(cell, new BlockRange(key.Block, 1), host);
        }
    }

    private void PutOnDesk(CellWork cell, BlockRange blocks, string host)
    {
        if (!IsLong)
        {
            desk.Add(host, cell, blocks);
            return;
        }

        for (var block = blocks.First; block < blocks.End; block++)
        {
            if (sliceHosts.Of(cell, block, firstStep: 0) is { } first)
            {
                desk.Add(first, cell, new BlockRange(block, 1));
            }
        }
    }

    /// <summary>What an audit's host had to say of a block did not reach the disk, or was not of every slice.</summary>
    private void AuditAgain(BlockKey key, CellWork cell, string host)
    {
        if (!CountFailure(key))
        {
            AddAudit(key, cell, host);
        }
    }

    private void FillAudits(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        while (!IsEnding && commits.Bytes < options.UncommittedBytesAtMost && NextAudit() is var (host, node))
        {
            Assign(desk.TakeReturned(host) ?? Cut(host), node, now, effects);
        }
    }

    /// <summary>A host of which blocks wait and a node of another: if there are such, two tries find them.</summary>
    private (string Host, NodeEntry Node)? NextAudit()
    {
        if (desk.IsEmpty || rota.IsEmpty)
        {
            return null;
        }

        foreach (var host in HostsToAudit.Take(2))
        {
            if (rota.Next([host]) is { } node)
            {
                return (host, node);
            }
        }

        return null;
    }

    private AuditShard Cut(string host)
    {
        var (cell, blocks) = desk.Take(host, MostBlocks);
        return AddAudit(cell, blocks, host, dispute: null);
    }

    private AuditShard AddAudit(
        CellWork cell,
        BlockRange blocks,
        string host,
        Dispute? dispute,
        SliceOrder? slice = null,
        AuditShard? inherits = null)
    {
        var order = OrderFor(cell, blocks);
        order = slice is null ? order : order with { Slice = slice };
        var shard = new AuditShard(order, cell, Estimate(cell, blocks), host) { Dispute = dispute };
        shard.Inherit(inherits);
        audits.Add(shard);
        return shard;
    }

    private void Assign(AuditShard shard, NodeEntry node, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        Lease(shard, isAgain: shard.Lease != default, now);
        shard.Node = node;
        node.Audits++;
        node.AuditWork += shard.Estimate;
        rota.Update(node);
        audits.Place(shard, node.Hello.Name);
        blocksAtNodes += shard.Dispute is null ? shard.Blocks.Count : 0;
        effects.Add(new PublishAudit(node.Hello.Name, shard.Order));
        effects.Add(new TellEvent(new AuditOrdered(now, shard.Order, node.Hello.Name)));
    }

    private void Unassign(AuditShard shard)
    {
        if (shard.Node is { } node)
        {
            node.Audits--;
            node.AuditWork -= shard.Estimate;
            rota.Update(node);
            OutstandingShards<AuditShard>.Leave(shard);
            blocksAtNodes -= shard.Dispute is null ? shard.Blocks.Count : 0;
            (shard.Node, shard.Worker) = (null, null);
        }
    }

    /// <summary>Its node will not answer: another one is asked.</summary>
    private void PutBack(AuditShard shard)
    {
        if (shard.Node is not null)
        {
            Unassign(shard);
            if (shard.Dispute is not { } dispute)
            {
                desk.Return(shard);
            }
            else if (IsLong)
            {
                // What another host goes on with would not be its own word.
                audits.Remove(shard);
                dispute.Opinion = AddAudit(shard.Cell, shard.Blocks, shard.Host, dispute, inherits: shard);
            }
        }
    }

    private void Close(AuditShard shard)
    {
        if (shard.Node is null && shard.Dispute is null)
        {
            desk.Close(shard);
        }

        Unassign(shard);
        audits.Remove(shard);
    }

    private void LoseAudit(AuditShard shard, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (shard.Worker is null)
        {
            // It may have been its node's end before word of its start came. An order for one node alone is never
            // delivered again, so nobody but its coordinator can take care that word comes first the next time.
            shard.IsSuspect = true;
            PutBack(shard);
        }
        else if (NoteLoss(shard, now, effects))
        {
            PutBack(shard);
        }
        else if (shard.Dispute is { } dispute)
        {
            Close(shard);
            dispute.Opinion = null;
            dispute.Failures = options.AttemptsAtMost;
        }
        else
        {
            Close(shard);
            LeaveUnaudited(shard, new BlockSet(shard.Blocks));
        }
    }

    /// <summary>It fails elsewhere, or kills its node: each block goes alone, so that only the culprit is left out.</summary>
    private void LeaveUnaudited(AuditShard shard, BlockSet blocks)
    {
        if (blocks.Count == 1)
        {
            unauditable++;
            return;
        }

        foreach (var range in blocks)
        {
            for (var block = range.First; block < range.End; block++)
            {
                desk.Return(AddAudit(shard.Cell, new BlockRange(block, 1), shard.Host, dispute: null));
            }
        }
    }

    /// <summary>An audit is answered: what did not come is asked for again. The ledger compares what came.</summary>
    private void Settle(AuditShard shard, ShardReport report, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        Close(shard);
        if (report.Failure?.Kind == FailureKind.Refused)
        {
            Refuse(report.By, report.Failure.Message, now, effects);
        }

        if (shard.Dispute is { } dispute)
        {
            HearOpinion(dispute, report, now, effects);
            return;
        }

        var missing = new BlockSet(shard.Blocks);
        foreach (var result in report.Results.Where(shard.Cell.Wants))
        {
            missing.Remove(new BlockRange(result.Block, 1));
        }

        if (!missing.IsEmpty && report.Failure is { } failure
            && failure.Kind is not (FailureKind.Refused or FailureKind.HandedBack))
        {
            Blame(shard, report.By, failure, missing, now, effects);
        }

        if (IsLong && !missing.IsEmpty)
        {
            desk.Return(AddAudit(shard.Cell, shard.Blocks, shard.Host, dispute: null, shard.Order.Slice));
            return;
        }

        foreach (var range in missing)
        {
            desk.Add(shard.Host, shard.Cell, range);
        }
    }

    /// <summary>A block that is stored fails elsewhere: after its attempts it is left unaudited.</summary>
    private void Blame(
        AuditShard shard,
        WorkerName by,
        ShardFailure failure,
        BlockSet missing,
        DateTimeOffset now,
        List<CoordinatorEffect> effects)
    {
        totals = totals with { FailedAttempts = totals.FailedAttempts + 1 };
        var culprit = failure.Block
            ?? (failure.Trial / shard.Cell.Layout.BlockSize)
            ?? (missing.Count == 1 ? missing.First().First : null);
        if (culprit is not { } block || !missing.Contains(block))
        {
            effects.Add(new TellEvent(new AttemptFailed(now, shard.Order.Shard, shard.Cell.Cell, null, 0, by, failure)));
            LeaveUnaudited(shard, missing);
            missing.Remove(shard.Blocks);
            return;
        }

        var key = KeyOf(shard.Cell, block);
        var count = auditFailures.GetValueOrDefault(key) + 1;
        effects.Add(new TellEvent(new AttemptFailed(
            now, shard.Order.Shard, shard.Cell.Cell, block, count, by, failure)));
        if (CountFailure(key))
        {
            missing.Remove(new BlockRange(block, 1));
        }
    }

    /// <summary>Counts that an audit of a block came to nothing.</summary>
    /// <returns>Whether it is given up.</returns>
    private bool CountFailure(BlockKey key)
    {
        auditFailures[key] = auditFailures.GetValueOrDefault(key) + 1;
        if (auditFailures[key] < options.AttemptsAtMost)
        {
            return false;
        }

        auditFailures.Remove(key);
        unauditable++;
        return true;
    }

    /// <summary>Whether all audits and disputes are settled, or those that are not cannot be.</summary>
    private bool AreAuditsOver(DateTimeOffset now)
    {
        if (desk.IsEmpty && audits.Count == 0 && disputes.Count == 0)
        {
            return true;
        }

        if (disputes.Count > 0 || blocksAtNodes > 0 || HostsToAudit.Take(2).Any(h => nodes.HasServingHostBesides([h])))
        {
            (auditsWaitSince, auditsEndAt) = (null, null);
            return false;
        }

        // Nobody is there who could: wait a while for others to come, and for the first one to come at all.
        var patience = nodes.HostsThatServed == 0 && options.OpinionPatience > options.AuditPatience
            ? options.OpinionPatience
            : options.AuditPatience;
        auditsWaitSince ??= now;
        auditsEndAt = auditsWaitSince + patience;
        return now >= auditsEndAt;
    }
}
