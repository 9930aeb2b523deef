using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <content>
/// Slices of long trials: a trial goes on from what is on disk, one order at a time; the ledger says which slice it goes
/// on by.
/// </content>
public sealed partial class CoordinatorStep
{
    private readonly Queue<TrialChain> ready = new();

    /// <summary>Trials of which a slice waits for the disk and no order is out.</summary>
    private int trialsWaiting;

    private bool IsLong => plan.Study.Long is not null;

    private SliceOrder FirstSlice(CellWork cell) => new(0, plan.Study.Long!.Slices(cell.Cell).StepsFrom(0), []);

    /// <summary>What this process computes to settle a dispute: all up to the disputed step, however many slices that is.</summary>
    private ShardOrder WholeOrder(Dispute dispute)
    {
        var order = OrderFor(dispute.Cell, new BlockRange(dispute.Key.Block, 1));
        return IsLong
            ? order with { Slice = new SliceOrder(0, dispute.Step ?? plan.Study.Long!.Slices(dispute.Cell.Cell).Steps, []) }
            : order;
    }

    private void ResumeTrials()
    {
        foreach (var chain in cells.SelectMany(c => c.Chains.OrderBy(t => t.Block)))
        {
            GoOn(chain);
        }
    }

    private TrialChain? NextReady()
    {
        while (ready.TryDequeue(out var chain))
        {
            chain.IsReady = false;
            if (IsUnderWay(chain) && !chain.IsOrdered && chain.Waiting == 0)
            {
                return chain;
            }
        }

        return null;
    }

    private OutstandingShard SliceOf(TrialChain chain)
    {
        var (cell, block) = (chain.Cell, new BlockRange(chain.Block, 1));
        chain.IsOrdered = true;
        var slice = new SliceOrder(
            chain.Step, plan.Study.Long!.Slices(cell.Cell).StepsFrom(chain.Step), chain.Digest) { State = chain.State };
        return new OutstandingShard(OrderFor(cell, block) with { Slice = slice }, cell, Estimate(cell, block));
    }

    /// <summary>The next slice may be ordered, once nothing of the trial is on its way.</summary>
    private void GoOn(TrialChain chain)
    {
        if (!chain.IsReady && !chain.IsOrdered && chain.Waiting == 0 && IsUnderWay(chain))
        {
            chain.IsReady = true;
            ready.Enqueue(chain);
        }
    }

    /// <summary>Whether a trial is neither received nor given up.</summary>
    private static bool IsUnderWay(TrialChain chain) => chain.Cell.ChainOf(chain.Block) == chain;

    /// <summary>Orders of long trials came to nothing: those go on from what is on disk.</summary>
    private void ReturnTrials(CellWork cell, BlockSet blocks)
    {
        foreach (var range in blocks)
        {
            for (var block = range.First; block < range.End; block++)
            {
                var chain = cell.Begin(block);
                Answered(chain);
                GoOn(chain);
            }
        }
    }

    private void Answered(TrialChain chain)
    {
        if (chain.IsOrdered)
        {
            chain.IsOrdered = false;
            trialsWaiting += chain.Waiting > 0 ? 1 : 0;
        }
    }

    private void Await(TrialChain chain)
    {
        trialsWaiting += chain.Waiting++ == 0 && !chain.IsOrdered ? 1 : 0;
    }

    /// <summary>A slice waits for the disk no more.</summary>
    private void Release(TrialChain chain)
    {
        trialsWaiting -= --chain.Waiting == 0 && !chain.IsOrdered ? 1 : 0;
        GoOn(chain);
    }

    /// <summary>A slice counts whoever sent it and whenever: the ledger says whether its trial goes on by it.</summary>
    /// <returns>Whether there is something to store.</returns>
    private bool StoreSlice(CellWork cell, ShardReport report, OutstandingShard? shard, DateTimeOffset now)
    {
        var block = report.Order.Blocks.First;
        nodes.AddShard(report.By.Node, report.Results.Sum(r => (long)r.Trials), IsFailure(report), now);
        if (report.Slice is not { } result || block >= cell.Layout.Blocks)
        {
            return false;
        }

        cell.Pace.Learn(1, 1, result.State.Length, report.Elapsed);
        pace.Learn(1, 1, result.State.Length, report.Elapsed);
        var arrived = result.IsLast ? Arrived(cell, report, shard) : null;
        if (shard is AuditShard audit)
        {
            Witness(audit, report, arrived);
            return true;
        }

        var chain = cell.IsMissing(block) ? cell.Begin(block) : null;
        if (chain is not null)
        {
            Await(chain);
        }

        commits.Add(SliceIn(cell, report, arrived), new SliceArrival(cell, chain));
        return true;
    }

    /// <summary>
    /// A slice that was computed again is compared with the stored one, the last one's block as well: who is wrong shows at
    /// the first slice that differs.
    /// </summary>
    private void Witness(AuditShard audit, ShardReport report, ArrivedBlock? block)
    {
        var of = audit.Dispute is null ? audit.Host : null;
        if (block is not null)
        {
            commits.Add(block with { IsWitness = true }, new Arrival(audit.Cell, IsFirst: false, of));
        }

        commits.Add(SliceIn(audit.Cell, report, null) with { IsWitness = true }, new SliceArrival(audit.Cell, null, of));
    }

    private ArrivedSlice SliceIn(CellWork cell, ShardReport report, ArrivedBlock? block) => new(
        KeyOf(cell, report.Order.Blocks.First),
        plan.Revision,
        plan.ColumnVersion,
        report.Order.Slice!.FirstStep,
        report.Order.Slice.From,
        report.Slice!,
        report.Elapsed,
        report.By,
        block);

    private ArrivedBlock Arrived(CellWork cell, ShardReport report, OutstandingShard? shard)
    {
        var result = report.Results[0];
        return new ArrivedBlock(
            KeyOf(cell, result.Block),
            plan.Revision,
            plan.ColumnVersion,
            plan.Sweep.Keep,
            result,
            cell.ErrorsOf(result.Block).Count + (shard?.Losses.Count ?? 0) + 1,
            report.By);
    }

    private void NoteFate(
        SliceArrival arrival, ArrivedSlice slice, BlockFate fate, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var (cell, key) = (arrival.Cell, slice.Key);
        switch (fate)
        {
            case BlockFate.Advanced:
                totals = totals with { StoredSlices = totals.StoredSlices + 1 };
                NoteHost(cell, slice);
                Advance(TrialOf(cell, key.Block), slice.Result);
                cell.Forgive(key.Block);
                break;
            case BlockFate.Stored:
                totals = totals with { StoredSlices = totals.StoredSlices + 1 };
                NoteHost(cell, slice);
                cell.Receive(key.Block);
                NoteStored(cell, slice.Block!);
                break;
            case BlockFate.Mismatch:
                totals = totals with { MismatchedSlices = totals.MismatchedSlices + 1 };
                effects.Add(new TellEvent(new SliceMismatch(now, slice)));
                EndAudits(key);
                break;
            case BlockFate.Duplicate when slice.IsWitness:
                break;
            default:
                totals = totals with { DuplicateSlices = totals.DuplicateSlices + 1 };
                break;
        }

        if (arrival.Trial is { } chain)
        {
            Release(chain);
        }
    }

    private void NoteHost(CellWork cell, ArrivedSlice slice)
    {
        if (AuditSample.Contains(slice.Key, plan.AuditFraction))
        {
            sliceHosts.Add(cell, slice.Key.Block, slice.FirstStep, slice.By.Host);
        }
    }

    /// <summary>
    /// The trial that a slice is now the beginning of on disk. Not that for which it came: that one may have been stored, and
    /// taken back, since.
    /// </summary>
    private static TrialChain? TrialOf(CellWork cell, long block) =>
        cell.IsMissing(block) ? cell.Begin(block) : cell.ChainOf(block);

    private void Advance(TrialChain? chain, SliceResult slice)
    {
        if (chain is not null)
        {
            chain.Advance(slice.Step, slice.Digest, slice.State);
            GoOn(chain);
        }
    }

    /// <summary>What is disputed need not be computed to its end.</summary>
    private void EndAudits(BlockKey key)
    {
        foreach (var audit in audits.All.Where(a => a.Dispute is null && KeyOf(a.Cell, a.Blocks.First) == key).ToArray())
        {
            Close(audit);
        }
    }

    /// <summary>
    /// What a quarantined host sent does not go to the disk: the trials go on from what is there, and audits begin anew.
    /// </summary>
    private void DropSlices(string host)
    {
        foreach (var (slice, arrival) in commits.DropSlices(host))
        {
            if (arrival.Trial is { } chain)
            {
                Release(chain);
            }
            else if (arrival.AuditOf is { } of)
            {
                EndAudits(slice.Key);
                AddAudit(slice.Key, arrival.Cell, of);
            }
        }
    }

    /// <summary>What is on disk of long trials was taken back: they begin anew.</summary>
    private static void RestartTrials(CellWork cell, BlockSet unfinished)
    {
        foreach (var range in unfinished)
        {
            for (var block = range.First; block < range.End; block++)
            {
                cell.ChainOf(block)?.Restart();
            }
        }
    }

    /// <summary>
    /// An audit of a long trial goes on at its node as long as other hosts computed the slices, else at another: its state is
    /// the stored one, or the slice that led to it is disputed. Where a dispute is to be settled, one host stands for it all.
    /// </summary>
    /// <returns>Whether it is not answered yet.</returns>
    private bool GoOn(AuditShard audit, ShardReport report, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (report.Slice is not { IsLast: false } result || audit.Dispute?.Step == result.Step)
        {
            return false;
        }

        if (report.By.Node != audit.Node?.Hello.Name || report.Order.Slice!.FirstStep != audit.Order.Slice!.FirstStep)
        {
            // Of a node that was thought to be lost, or the same once more.
            return true;
        }

        var node = audit.Node;
        var mayGoOn = node.Serves && !IsEnding;
        var steps = plan.Study.Long!.Slices(audit.Cell.Cell).StepsFrom(result.Step);
        var slice = new SliceOrder(result.Step, steps, result.Digest) { State = result.State };
        if (audit.Dispute is not { } dispute)
        {
            Close(audit);
            if (sliceHosts.Of(audit.Cell, audit.Blocks.First, result.Step) is { } host)
            {
                var next = AddAudit(audit.Cell, audit.Blocks, host, dispute: null, slice);
                if (mayGoOn && host != node.Host.Name)
                {
                    Assign(next, node, now, effects);
                }
                else
                {
                    desk.Return(next);
                }
            }
        }
        else if (mayGoOn)
        {
            Close(audit);
            dispute.Opinion = AddAudit(audit.Cell, audit.Blocks, audit.Host, dispute, slice);
            Assign(dispute.Opinion, node, now, effects);
        }
        else
        {
            PutBack(audit);
        }

        return true;
    }
}
