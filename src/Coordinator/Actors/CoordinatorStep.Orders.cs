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
            var isStarving = outstanding.Count < (long)slots * options.ShardsPerSlot;
            var isShort = outstanding.Count < options.OutstandingAtMost && outstanding.Work < options.WorkPerSlot * slots;
            return slots > 0 && (isStarving || isShort) && commits.Bytes < options.UncommittedBytesAtMost;
        }
    }

    private void Fill(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        while (!IsEnding && HasRoom && NextCellWithWork() is { } cell)
        {
            var blocks = cell.Cut(MostBlocks(cell));
            var shard = new OutstandingShard(OrderFor(cell, blocks), cell, Estimate(cell, blocks));
            outstanding.Add(shard);
            Publish(shard, isAgain: false, now, effects);
        }
    }

    private long MostBlocks(CellWork cell) =>
        options.BlocksPerShard ?? cell.Pace.BlocksFor(options.ShardTime, cell.Layout.BlockSize);

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
        cell.PrefixOf(blocks.End - 1));

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
