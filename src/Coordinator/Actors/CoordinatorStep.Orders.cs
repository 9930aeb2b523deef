using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <content>Orders: cutting shards, and how many may be outstanding.</content>
public sealed partial class CoordinatorStep
{
    /// <summary>An order may take this many times its estimate before it goes out again.</summary>
    private const int LeaseFactor = 20;

    private readonly OutstandingShards<OutstandingShard> outstanding = new();
    private readonly CellPace pace = new();
    private long lastShard;
    private int nextCell;

    /// <summary>
    /// Two shards a slot, or 200 ms of work a slot where that is more shards, but then no more than the most.
    /// </summary>
    private bool HasRoom
    {
        get
        {
            var slots = nodes.Slots;
            // A long trial whose slice waits for the disk is about to be ordered again.
            var count = outstanding.Count + trialsWaiting;
            var isStarving = count < (long)slots * options.ShardsPerSlot;
            var isShort = count < options.OutstandingAtMost && outstanding.Work < options.WorkPerSlot * slots;
            return slots > 0 && (isStarving || isShort) && commits.Bytes < options.UncommittedBytesAtMost
                && (count == 0 || outstanding.StateBytes < options.StateBytesAtMost);
        }
    }

    private void Fill(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        while (!IsEnding && HasRoom && NextShard() is { } shard)
        {
            outstanding.Add(shard);
            Publish(shard, isAgain: false, now, effects);
        }
    }

    /// <summary>Long trials that have begun come first, so that no more of them are under way than there must be.</summary>
    private OutstandingShard? NextShard()
    {
        if (NextReady() is { } chain)
        {
            return SliceOf(chain);
        }

        if (NextCellWithWork() is not { } cell)
        {
            return null;
        }

        var blocks = cell.Cut(MostBlocks(cell));
        return IsLong
            ? SliceOf(cell.Begin(blocks.First))
            : new OutstandingShard(OrderFor(cell, blocks), cell, Estimate(cell, blocks));
    }

    private long MostBlocks(CellWork cell) =>
        IsLong ? 1 : options.BlocksPerShard ?? cell.Pace.BlocksFor(options.ShardTime, cell.Layout.BlockSize);

    private ShardOrder OrderFor(CellWork cell, BlockRange blocks) => new(
        new ShardId(options.Epoch, ++lastShard),
        plan.Sweep.Name,
        ledger,
        plan.Revision,
        plan.ColumnVersion,
        cell.Cell,
        plan.Sweep.Seed,
        cell.Layout,
        blocks,
        plan.Sweep.Keep,
        cell.PrefixOf(blocks.End - 1),
        Slice: IsLong ? FirstSlice(cell) : null);

    /// <summary>
    /// A cell of which nothing is known costs what the others cost; while nothing is known at all, every shard counts
    /// as a whole one, so that no more than a few are at risk.
    /// </summary>
    private TimeSpan Estimate(CellWork cell, BlockRange blocks)
    {
        var trials = cell.Layout.TrialsIn(blocks);
        return cell.Pace.Estimate(trials) ?? pace.Estimate(trials) ?? options.ShardTime;
    }

    private void Publish(OutstandingShard shard, bool isAgain, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        Lease(shard, isAgain, now);
        effects.Add(new PublishOrder(shard.Order));
        effects.Add(new TellEvent(new ShardOrdered(now, shard.Order, isAgain)));
    }

    private CellWork? NextCellWithWork()
    {
        while (nextCell < cells.Count)
        {
            if (cells[nextCell].HasWork)
            {
                return cells[nextCell];
            }

            nextCell++;
        }

        return null;
    }

    /// <summary>Blocks that were ordered are to be ordered again.</summary>
    private void Return(CellWork cell, BlockSet blocks, bool alone)
    {
        if (IsLong)
        {
            ReturnTrials(cell, blocks);
            return;
        }

        cell.Return(blocks, alone);
        if (cell.HasWork)
        {
            nextCell = Math.Min(nextCell, cell.Index);
        }
    }

    /// <summary>Blocks that were stored, or on their way, are to be ordered again.</summary>
    private void Reopen(CellWork cell)
    {
        if (cell.HasWork)
        {
            nextCell = Math.Min(nextCell, cell.Index);
        }

        firstOpenCell = Math.Min(firstOpenCell, cell.Index);
    }
}
