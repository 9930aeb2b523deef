using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <content>
/// Quarantine: from the moment that it is asked for, nothing of the host goes to the disk any more; what is on the way
/// there gets there first, and is taken back with the rest.
/// </content>
public sealed partial class CoordinatorStep
{
    private readonly Dictionary<string, QuarantinedHost> quarantined;

    /// <summary>Those that are not on disk yet.</summary>
    private readonly HashSet<string> quarantining = new(StringComparer.Ordinal);

    private void PutUnderQuarantine(string host, string reason, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var entry = nodes.Host(host);
        entry.AuditsFailed++;
        var quarantine = new QuarantinedHost(host, reason, now);
        if (!quarantined.TryAdd(host, quarantine))
        {
            return;
        }

        quarantining.Add(host);
        effects.Add(new QuarantineHost(quarantine));
        DropSlices(host);
        var dropped = commits.Drop(host);
        foreach (var (cell, block) in dropped.Blocks)
        {
            cell.Reopen(block);
            Reopen(cell);
        }

        foreach (var (key, cell, of) in dropped.Audits)
        {
            AddAudit(key, cell, of);
        }

        foreach (var node in entry.Nodes.OrderBy(n => n.Hello.Name, StringComparer.Ordinal))
        {
            Judge(node, new NodeJudgement(NodeVerdict.Quarantined, reason), effects);
            foreach (var audit in audits.TakeFrom(node.Hello.Name))
            {
                PutBack(audit);
            }
        }
    }

    private void EndQuarantine(HostQuarantined done, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var host = done.Host.Host;
        quarantining.Remove(host);
        var coming = commits.Waiting();
        var (blocks, withdrawn) = (0L, new Dictionary<CellWork, BlockSet>());
        foreach (var taken in done.Withdrawn.Where(IsOfThisPlan))
        {
            var cell = cellsByKey[taken.Cell];
            var trialsBefore = cell.DoneTrials;
            withdrawn[cell] = taken.Blocks;
            RestartTrials(cell, taken.Unfinished);
            blocks += cell.Withdraw(taken.Blocks, coming[cell]);
            ForgetAudits(cell, taken.Blocks);
            doneTrials += cell.DoneTrials - trialsBefore;
            Reopen(cell);
        }

        desk.Forget(host);
        bool IsNoMore(AuditShard audit) => audit.Host == host
            || (IsLong && withdrawn.GetValueOrDefault(audit.Cell)?.Contains(audit.Blocks.First) == true);
        foreach (var audit in audits.All.Where(a => a.Dispute is null && IsNoMore(a)).OrderBy(a => a.Number).ToArray())
        {
            Close(audit);
        }

        // A long trial is taken back from whoever computed its end, too: that host went on from a wrong state and is not wrong.
        bool IsTakenBack(Dispute dispute) => withdrawn.GetValueOrDefault(dispute.Cell)?.Contains(dispute.Key.Block) == true
            || (dispute.Kept.Host == host && dispute.Cell.IsMissing(dispute.Key.Block));
        foreach (var dispute in disputes.ToArray())
        {
            if (IsTakenBack(dispute))
            {
                Drop(dispute);
            }
            else if (dispute.Hosts.Contains(host))
            {
                dispute.Discredit(host);
                Decide(dispute, now, effects);
                GiveUpWhenStuck(dispute, "no two of the answers agree", now, effects);
            }
        }

        totals = totals with
        {
            QuarantinedHosts = totals.QuarantinedHosts + 1,
            WithdrawnBlocks = totals.WithdrawnBlocks + blocks,
        };
        effects.Add(new TellEvent(new HostPutUnderQuarantine(now, done.Host, blocks)));
    }

    /// <summary>Of a long trial any host may have computed a slice, not only the one of which it waits.</summary>
    private void ForgetAudits(CellWork cell, BlockSet withdrawn)
    {
        foreach (var range in IsLong ? withdrawn : [])
        {
            for (var block = range.First; block < range.End; block++)
            {
                desk.Remove(cell, block);
                sliceHosts.Forget(cell, block);
            }
        }
    }

    private bool IsOfThisPlan(WithdrawnBlocks taken) =>
        cellsByKey.ContainsKey(taken.Cell)
        && taken.Seed == plan.Sweep.Seed
        && taken.BlockSize == plan.Sweep.BlockSize
        && taken.Revision == plan.Revision;

    /// <summary>Drops what a quarantined host sent; what it was to compute is ordered again.</summary>
    private void DropReport(DeliveryTag tag, ShardReport report, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        effects.Add(new TellEvent(new QuarantinedReport(now, report)));
        effects.Add(new AcknowledgeReport(tag));
        switch (Find(report.Order.Shard))
        {
            case AuditShard audit when audit.Node?.Hello.Name == report.By.Node:
                PutBack(audit);
                break;
            case { } shard and not AuditShard:
                outstanding.Remove(shard);
                Return(shard.Cell, shard.Cell.Missing(shard.Blocks), alone: false);
                break;
            default:
                break;
        }
    }
}
