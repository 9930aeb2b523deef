using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <content>Reports: results to the ledger, failures to their blocks, acknowledgement after the disk.</content>
public sealed partial class CoordinatorStep
{
    private int firstOpenCell;
    private long doneTrials;
    private long setAsideTrials;

    /// <summary>Whether every block is received or given up; once so, for ever so.</summary>
    private bool IsReceived
    {
        get
        {
            while (firstOpenCell < cells.Count && cells[firstOpenCell].IsReceived)
            {
                firstOpenCell++;
            }

            return firstOpenCell == cells.Count;
        }
    }

    private void Receive(DeliveryTag tag, ShardReport report, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        totals = totals with { Shards = totals.Shards + 1 };
        if (!cellsByKey.TryGetValue(report.Order.Cell, out var cell) || !IsOfThisPlan(report.Order))
        {
            effects.Add(new TellEvent(new ForeignReport(now, report)));
            effects.Add(new AcknowledgeReport(tag));
            return;
        }

        effects.Add(new TellEvent(new ShardReported(now, report)));
        var shard = Find(report.Order.Shard);
        var isToStore = StoreResults(cell, report, shard?.Losses.Count ?? 0);
        if (shard is not null)
        {
            Close(shard);
            isToStore |= Settle(shard, report, now, effects);
        }

        if (isToStore)
        {
            commits.Add(tag);
        }
        else
        {
            effects.Add(new AcknowledgeReport(tag));
        }
    }

    /// <summary>Whether an order, perhaps of an earlier life, asked for what this plan asks for.</summary>
    private bool IsOfThisPlan(ShardOrder order) =>
        order.Seed == plan.Sweep.Seed
        && order.Layout.BlockSize == plan.Sweep.BlockSize
        && order.Revision == plan.Revision
        && order.ColumnVersion == plan.ColumnVersion
        && order.Keep == plan.Sweep.Keep;

    /// <summary>
    /// Results count whoever sent them and whenever: also those of an order that is closed, or of an earlier life.
    /// </summary>
    /// <param name="cell">Their cell.</param>
    /// <param name="report">The report.</param>
    /// <param name="losses">Times that the report's order was lost with its node before: attempts as well.</param>
    /// <returns>Whether there is something to store.</returns>
    private bool StoreResults(CellWork cell, ShardReport report, int losses)
    {
        var (blocks, trials) = (0L, 0L);
        foreach (var result in report.Results.Where(cell.Wants))
        {
            commits.Add(cell, new ArrivedBlock(
                new BlockKey(cell.Cell, plan.Sweep.Seed, plan.Sweep.BlockSize, result.Block),
                plan.Revision,
                plan.ColumnVersion,
                plan.Sweep.Keep,
                result,
                cell.ErrorsOf(result.Block).Count + losses + 1,
                report.By));
            cell.Receive(result.Block);
            blocks++;
            trials += result.Trials;
        }

        cell.Pace.Learn(blocks, trials, report.Elapsed);
        pace.Learn(blocks, trials, report.Elapsed);
        nodes.AddShard(report.By.Node, trials);
        return blocks > 0;
    }

    /// <summary>Decides what becomes of those blocks of an answered order that did not come.</summary>
    /// <returns>Whether there is something to store.</returns>
    private bool Settle(
        OutstandingShard shard, ShardReport report, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (report.Failure is null && report.Results.Count == shard.Order.Blocks.Count)
        {
            return false;
        }

        var cell = shard.Cell;
        var missing = cell.Missing(shard.Order.Blocks);
        var failure = report.Failure ?? new ShardFailure(
            FailureKind.WorkerDied, null, null, "The report lacks blocks and does not say why.", "");
        if (failure.Kind == FailureKind.Refused)
        {
            nodes.Refuse(report.By.Node);
            effects.Add(new TellEvent(new NodeRefused(now, report.By, failure.Message)));
        }

        if (missing.IsEmpty || failure.Kind is FailureKind.Refused or FailureKind.HandedBack)
        {
            Return(cell, missing, alone: false);
            return false;
        }

        return Blame(shard, report.By, failure, missing, now, effects);
    }

    private bool Blame(
        OutstandingShard shard,
        WorkerName by,
        ShardFailure failure,
        BlockSet missing,
        DateTimeOffset now,
        List<CoordinatorEffect> effects)
    {
        var cell = shard.Cell;
        var culprit = failure.Block
            ?? (failure.Trial / cell.Layout.BlockSize)
            ?? (missing.Count == 1 ? missing.First().First : null);
        totals = totals with { FailedAttempts = totals.FailedAttempts + 1 };
        if (culprit is not { } block || !missing.Contains(block))
        {
            // Nobody knows which block it was: each goes alone, so that only the culprit fails again.
            effects.Add(new TellEvent(new AttemptFailed(now, shard.Order.Shard, cell.Cell, null, 0, by, failure)));
            Return(cell, missing, alone: true);
            return false;
        }

        cell.AddError(block, new AttemptError(now, by, failure));
        var errors = cell.ErrorsOf(block);
        effects.Add(new TellEvent(new AttemptFailed(
            now, shard.Order.Shard, cell.Cell, block, errors.Count, by, failure)));
        missing.Remove(new BlockRange(block, 1));
        Return(cell, missing, alone: false);
        if (errors.Count >= options.AttemptsAtMost)
        {
            GiveUp(cell, block, errors, now, effects);
            return true;
        }

        Return(cell, new BlockSet(new BlockRange(block, 1)), alone: true);
        return false;
    }

    private void GiveUp(
        CellWork cell,
        long block,
        IReadOnlyList<AttemptError> errors,
        DateTimeOffset now,
        List<CoordinatorEffect> effects)
    {
        var key = new BlockKey(cell.Cell, plan.Sweep.Seed, plan.Sweep.BlockSize, block);
        var given = new SetAsideBlock(key, plan.Revision, errors.Count, [.. errors]);
        cell.GiveUp(block);
        commits.Add(given);
        setAsideTrials += cell.Layout.TrialsIn(block);
        totals = totals with { SetAsideBlocks = totals.SetAsideBlocks + 1 };
        effects.Add(new TellEvent(new BlockSetAside(now, given)));
    }

    private void Commit(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var isUrgent = outstanding.Count == 0 && (IsReceived || stopAt is not null);
        if (commits.Begin(now, isUrgent) is { } batch)
        {
            effects.Add(new CommitBatch(batch));
        }
    }

    private void EndCommit(IReadOnlyList<BlockFate> fates, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var batch = commits.End();
        if (fates.Count != batch.Blocks.Count)
        {
            throw new InvalidOperationException(
                $"The ledger tells the fate of {fates.Count} blocks, not of the {batch.Blocks.Count} in the batch.");
        }

        totals = totals with { Commits = totals.Commits + 1 };
        for (var i = 0; i < fates.Count; i++)
        {
            NoteFate(batch.Cells[i], batch.Blocks[i], fates[i], now, effects);
        }

        effects.AddRange(batch.Tags.Select(tag => new AcknowledgeReport(tag)));
        effects.Add(new TellEvent(new BatchCommitted(
            now, batch.Blocks.Count, batch.SetAside.Count, now - batch.StartedAt)));
    }

    private void NoteFate(
        CellWork cell, ArrivedBlock block, BlockFate fate, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        switch (fate)
        {
            case BlockFate.Stored or BlockFate.Replaced:
                var setAsideBefore = cell.SetAsideTrials;
                cell.Store(block.Key.Block);
                doneTrials += block.Result.Trials;
                setAsideTrials += cell.SetAsideTrials - setAsideBefore;
                totals = totals with
                {
                    StoredBlocks = totals.StoredBlocks + 1,
                    StoredTrials = totals.StoredTrials + block.Result.Trials,
                };
                break;
            case BlockFate.Duplicate:
                totals = totals with { DuplicateBlocks = totals.DuplicateBlocks + 1 };
                break;
            default:
                totals = totals with { MismatchedBlocks = totals.MismatchedBlocks + 1 };
                effects.Add(new TellEvent(new DigestMismatch(now, block)));
                break;
        }
    }
}
