using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <content>Reports: results to the ledger, failures to their blocks, acknowledgement after the disk.</content>
public sealed partial class CoordinatorStep
{
    private int firstOpenCell;
    private long doneTrials;
    private long setAsideTrials;

    /// <summary>Whether every block is received or given up; so until something is taken back.</summary>
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

        if (quarantined.ContainsKey(report.By.Host))
        {
            DropReport(tag, report, now, effects);
            return;
        }

        report = Checked(report, now, effects);
        effects.Add(new TellEvent(new ShardReported(now, report)));
        var shard = Find(report.Order.Shard);
        var isToStore = IsLong ? StoreSlice(cell, report, shard, now) : StoreResults(cell, report, shard, now);
        if (shard is AuditShard audit)
        {
            if (!GoOn(audit, report, now, effects))
            {
                Settle(audit, report, now, effects);
            }
        }
        else if (shard is not null)
        {
            outstanding.Remove(shard);
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

    /// <summary>A report as it came; one whose results cannot be, as a failed execution without any.</summary>
    private ShardReport Checked(ShardReport report, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (check.FaultOf(report) is not { } fault)
        {
            return report;
        }

        totals = totals with { SpoiltReports = totals.SpoiltReports + 1 };
        effects.Add(new TellEvent(new SpoiltReport(now, report, fault)));
        var failure = new ShardFailure(FailureKind.TrialThrew, null, null, $"Its report cannot be: {fault}.", "");
        return report with { Results = [], Failure = failure, Slice = null };
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
    /// <param name="shard">What is outstanding of the order; null when nothing is.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether there is something to store.</returns>
    private bool StoreResults(CellWork cell, ShardReport report, OutstandingShard? shard, DateTimeOffset now)
    {
        // Losses with nodes are attempts as well.
        var losses = shard?.Losses.Count ?? 0;
        var auditOf = shard is AuditShard { Dispute: null } audit ? audit.Host : null;
        var (blocks, trials, bytes) = (0L, 0L, 0L);
        foreach (var result in report.Results.Where(cell.Wants))
        {
            var arrived = new ArrivedBlock(
                KeyOf(cell, result.Block),
                plan.Revision,
                plan.ColumnVersion,
                plan.Sweep.Keep,
                result,
                cell.ErrorsOf(result.Block).Count + losses + 1,
                report.By);
            commits.Add(arrived, new Arrival(cell, cell.Receive(result.Block), auditOf));
            blocks++;
            trials += result.Trials;
            bytes += result.Summary.Length + result.Kept.Length;
        }

        cell.Pace.Learn(blocks, trials, bytes, report.Elapsed);
        pace.Learn(blocks, trials, bytes, report.Elapsed);
        nodes.AddShard(report.By.Node, trials, IsFailure(report), now);
        return blocks > 0;
    }

    private static bool IsFailure(ShardReport report) =>
        report.Failure is { Kind: not (FailureKind.HandedBack or FailureKind.Refused) };

    private BlockKey KeyOf(CellWork cell, long block) => new(cell.Cell, plan.Sweep.Seed, plan.Sweep.BlockSize, block);

    /// <summary>Decides what becomes of those blocks of an answered order that did not come.</summary>
    /// <returns>Whether there is something to store.</returns>
    private bool Settle(
        OutstandingShard shard, ShardReport report, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var cell = shard.Cell;
        if (report.Slice is not null)
        {
            ReturnTrials(cell, cell.Missing(shard.Order.Blocks));
            return false;
        }

        if (report.Failure is null && report.Results.Count == shard.Order.Blocks.Count)
        {
            return false;
        }

        var missing = cell.Missing(shard.Order.Blocks);
        var failure = report.Failure ?? new ShardFailure(
            FailureKind.WorkerDied, null, null, "The report lacks blocks and does not say why.", "");
        if (failure.Kind == FailureKind.Refused)
        {
            Refuse(report.By, failure.Message, now, effects);
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
        var given = new SetAsideBlock(KeyOf(cell, block), plan.Revision, errors.Count, [.. errors]);
        cell.GiveUp(block);
        commits.Add(given);
        setAsideTrials += cell.Layout.TrialsIn(block);
        totals = totals with { SetAsideBlocks = totals.SetAsideBlocks + 1 };
        effects.Add(new TellEvent(new BlockSetAside(now, given)));
    }

    private void Commit(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        // A slot without work may wait for what is on disk: slices of long trials go on from there.
        var isUrgent = linkFailure is not null
            || outstanding.Count < nodes.Slots
            || (outstanding.Count + audits.Count == 0 && (IsReceived || IsEnding));
        if (commits.Begin(now, isUrgent) is { } batch)
        {
            effects.Add(new CommitBatch(batch));
        }
    }

    private void EndCommit(Committed committed, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var fates = committed.Fates;
        var batch = commits.End();
        if (fates.Count != batch.Blocks.Count + batch.Slices.Count)
        {
            throw new InvalidOperationException(
                $"The ledger tells {fates.Count} fates, not those of {batch.Blocks.Count} blocks and {batch.Slices.Count} slices.");
        }

        var before = totals;
        totals = totals with { Commits = totals.Commits + 1 };
        for (var i = 0; i < batch.Blocks.Count; i++)
        {
            NoteFate(batch.Arrivals[i], batch.Blocks[i], fates[i], now, effects);
        }

        for (var i = 0; i < batch.Slices.Count; i++)
        {
            NoteFate(batch.SliceArrivals[i], batch.Slices[i], fates[batch.Blocks.Count + i], now, effects);
        }

        foreach (var incident in committed.Disputes)
        {
            Open(incident, now, effects);
        }

        effects.AddRange(batch.Tags.Select(tag => new AcknowledgeReport(tag)));
        effects.Add(new TellEvent(new BatchCommitted(
            now,
            totals.StoredBlocks - before.StoredBlocks,
            totals.DuplicateBlocks - before.DuplicateBlocks,
            batch.SetAside.Count,
            now - batch.StartedAt)
        {
            Slices = totals.StoredSlices - before.StoredSlices,
        }));
    }

    private void NoteFate(
        Arrival arrival, ArrivedBlock block, BlockFate fate, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        switch (fate)
        {
            case BlockFate.Stored or BlockFate.Replaced:
                NoteStored(arrival.Cell, block);
                NoteReplaced(block, now, effects);
                return;
            case BlockFate.Mismatch:
                totals = totals with { MismatchedBlocks = totals.MismatchedBlocks + 1 };
                effects.Add(new TellEvent(new DigestMismatch(now, block)));
                break;
            case BlockFate.Confirmed:
                NoteConfirmed(arrival, block);
                break;
            case BlockFate.Incomparable when arrival.AuditOf is not null:
                // The auditor's bits are not promised to be those of the device that computed it.
                unauditable++;
                return;
            case BlockFate.Unconfirmed when arrival.AuditOf is { } host:
                AuditAgain(block.Key, arrival.Cell, host);
                return;
            case BlockFate.Stale:
                // What it was to stand for was taken back meanwhile.
                return;
            default:
                break;
        }

        totals = arrival.AuditOf is not null
            ? totals with { AuditedBlocks = totals.AuditedBlocks + 1 }
            : fate != BlockFate.Mismatch
                ? totals with { DuplicateBlocks = totals.DuplicateBlocks + 1 }
                : totals;
    }

    private void NoteStored(CellWork cell, ArrivedBlock block)
    {
        var setAsideBefore = cell.SetAsideTrials;
        cell.Store(block.Key.Block);
        doneTrials += block.Result.Trials;
        setAsideTrials += cell.SetAsideTrials - setAsideBefore;
        totals = totals with
        {
            StoredBlocks = totals.StoredBlocks + 1,
            StoredTrials = totals.StoredTrials + block.Result.Trials,
        };
        if (Backends.PromisesEqualBits(block.By.Backend))
        {
            AddAudit(block.Key, cell, block.By.Host);
        }
        else if (AuditSample.Contains(block.Key, plan.AuditFraction))
        {
            // Nobody else can tell whether it is right.
            unauditable++;
        }
    }

    /// <summary>Two hosts stand for a block, and it need not be audited.</summary>
    private void NoteConfirmed(Arrival arrival, ArrivedBlock block)
    {
        totals = totals with { ConfirmedBlocks = totals.ConfirmedBlocks + 1 };
        sliceHosts.Forget(arrival.Cell, block.Key.Block);
        if (desk.Remove(arrival.Cell, block.Key.Block))
        {
            totals = totals with { AuditedBlocks = totals.AuditedBlocks + 1 };
        }

        if (arrival.AuditOf is { } host)
        {
            var audited = nodes.Host(host);
            audited.AuditsPassed++;
            foreach (var node in audited.Nodes)
            {
                nodes.Note(node);
            }
        }
    }
}
