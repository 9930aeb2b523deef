using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <content>Orders: cutting shards, leases, and what becomes of an order whose node is lost.</content>
public sealed partial class CoordinatorStep
{
    /// <summary>An order may take this many times its estimate before it goes out again.</summary>
    private const int LeaseFactor = 20;

    /// <summary>Losses with its node after which a shard goes out no more: it kills its node.</summary>
    private const int LossesAtMost = 3;

    /// <summary>How many of those, the latest in a row, must have been while it was the node's only shard.</summary>
    private const int LossesAloneAtMost = 2;

    private static readonly TimeSpan LeaseScanInterval = TimeSpan.FromSeconds(1);
    private readonly SortedDictionary<long, OutstandingShard> outstanding = [];
    private readonly CellPace pace = new();
    private TimeSpan outstandingWork;
    private DateTimeOffset? leasesAt;
    private long lastShard;
    private int nextCell;

    private bool HasRoom
    {
        get
        {
            var shards = (long)nodes.Slots * options.ShardsPerSlot;
            return nodes.Slots > 0
                && outstanding.Count < options.OutstandingAtMost
                && (outstanding.Count < shards || outstandingWork < options.WorkPerSlot * nodes.Slots)
                && commits.Bytes < options.UncommittedBytesAtMost;
        }
    }

    private void Fill(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        while (stopAt is null && HasRoom && NextCellWithWork() is { } cell)
        {
            var blocks = cell.Cut(
                options.BlocksPerShard ?? cell.Pace.BlocksFor(options.ShardTime, cell.Layout.BlockSize));
            var order = new ShardOrder(
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
            var shard = new OutstandingShard(order, cell, Estimate(cell, blocks));
            outstanding.Add(lastShard, shard);
            outstandingWork += shard.Estimate;
            Publish(shard, isAgain: false, now, effects);
        }
    }

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
        if (!isAgain)
        {
            var generous = (outstandingWork + shard.Estimate) * LeaseFactor;
            shard.Lease = generous > options.Lease ? generous : options.Lease;
        }

        shard.Due = now + shard.Lease;
        leasesAt ??= now + LeaseScanInterval;
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

    private OutstandingShard? Find(ShardId id) =>
        id.Epoch == options.Epoch ? outstanding.GetValueOrDefault(id.Number) : null;

    private void Close(OutstandingShard shard)
    {
        outstanding.Remove(shard.Number);
        outstandingWork -= shard.Estimate;
    }

    private void NoteStart(ShardStarted started, DateTimeOffset now)
    {
        // Word of a start may come late or twice: one that its node did not survive is counted once.
        if (Find(started.Shard) is { } shard && shard.Losses.TrueForAll(l => l.By?.Node != started.By.Node))
        {
            shard.Worker = started.By;
            shard.IsAlone = started.Alone;
            shard.Due = now + shard.Lease;
        }
    }

    private void RenewLeases(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (now < leasesAt || leasesAt is null)
        {
            return;
        }

        leasesAt = outstanding.Count == 0 ? null : now + LeaseScanInterval;
        if (stopAt is not null)
        {
            return;
        }

        foreach (var shard in outstanding.Values)
        {
            if (now >= shard.Due)
            {
                effects.Add(new TellEvent(new LeaseExpired(now, shard.Order, shard.Lease)));
                shard.Lease *= 2;
                Publish(shard, isAgain: true, now, effects);
            }
        }
    }

    /// <summary>A node is gone: the transport delivers its orders again, only the losses are counted here.</summary>
    private void LoseNode(string node, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (nodes.Remove(node))
        {
            effects.Add(new TellEvent(new NodeGone(now, node)));
        }

        foreach (var shard in outstanding.Values.Where(s => s.Worker?.Node == node).ToArray())
        {
            CountLoss(shard, now, effects);
        }
    }

    /// <summary>The transport has given up an order; its losses, if any, were counted as its nodes left.</summary>
    private void TakeBack(ShardId id, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (stopAt is null && Find(id) is { } shard)
        {
            Publish(shard, isAgain: true, now, effects);
        }
    }

    private void CountLoss(OutstandingShard shard, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var failure = new ShardFailure(
            FailureKind.NodeLost, null, null, $"Node {shard.Worker!.Node} was lost while it computed this.", "");
        shard.Losses.Add(new AttemptError(now, shard.Worker, failure));
        shard.LossesAlone = shard.IsAlone ? shard.LossesAlone + 1 : 0;
        effects.Add(new TellEvent(new AttemptFailed(
            now, shard.Order.Shard, shard.Cell.Cell, null, shard.Losses.Count, shard.Worker, failure)));
        shard.Worker = null;
        if (shard.Losses.Count < LossesAtMost || shard.LossesAlone < LossesAloneAtMost)
        {
            return;
        }

        // It kills its node, and goes out no more.
        Close(shard);
        var missing = shard.Cell.Missing(shard.Order.Blocks);
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
