using Farm.Domain;
using Farm.Node;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>One life of a node: the real <see cref="NodeStep"/> and workers that take virtual time.</summary>
internal sealed class SimNode(SimWorld world, NodeHello hello, int slowness)
{
    private readonly NodeStep step = new(hello, new NodeOptions { ResendAfter = TimeSpan.FromSeconds(4) });
    private readonly ShardOrder?[] running = new ShardOrder?[hello.Slots];
    private readonly int[] lives = new int[hello.Slots];
    private readonly List<ShardOrder> started = [];
    private readonly Dictionary<ShardId, ShardOrder> orders = [];
    private readonly HashSet<ShardId> announced = [];
    private DateTimeOffset? tickAt;

    public NodeHello Hello => hello;

    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether the broker may deliver to it.</summary>
    public bool WantsOrders { get; set; } = true;

    /// <summary>
    /// Every order it began, or said to be about to begin: each may rightly be counted as lost with it.
    /// </summary>
    public IReadOnlyList<ShardOrder> Started => started;

    public void Post(NodeMessage message)
    {
        if (!IsAlive)
        {
            return;
        }

        if (message is OrderArrived arrived)
        {
            orders[arrived.Order.Shard] = arrived.Order;
        }

        var effects = new List<NodeEffect>();
        step.Step(message, world.Schedule.Now, effects);
        foreach (var effect in world.Mutation.OfNode(effects))
        {
            CarryOut(effect);
        }

        SetTimer();
    }

    /// <summary>The process ends without a word; the broker notices a little later.</summary>
    public void Crash()
    {
        if (IsAlive)
        {
            Leave(isGoodbye: false);
        }
    }

    /// <summary>A worker's thread ends in the middle of what it does.</summary>
    public void CrashWorker(int slot)
    {
        if (IsAlive)
        {
            Die(slot);
        }
    }

    private void Die(int slot)
    {
        lives[slot]++;
        if (running[slot] is { } order)
        {
            world.Checkers.ExecutionFailed(order);
        }

        running[slot] = null;
        Post(new WorkerDied(slot, "The worker died.", ""));
    }

    private void Leave(bool isGoodbye)
    {
        IsAlive = false;
        world.Schedule.After(world.Schedule.UpTo(TimeSpan.FromSeconds(1)), () => world.Broker.Lose(this, isGoodbye));
        world.RestartNode(this);
    }

    private void CarryOut(NodeEffect effect)
    {
        switch (effect)
        {
            case StartShard start:
                Start(start.Slot, start.Order);
                break;
            case CancelShard cancel:
                Cancel(cancel.Slot);
                break;
            case SendReport send:
                world.Broker.Take(this, send.Number, send.Report);
                break;
            case AnnounceStart announce:
                // Word of a start comes at or after it, but for a suspect, which waits for its word to be known.
                var others = running.Count(o => o is not null && o.Shard != announce.Started.Shard);
                Checkers.ShardStarted(announce.Started, others, hello.Slots);
                if (!running.Any(o => o?.Shard == announce.Started.Shard) && announced.Add(announce.Started.Shard))
                {
                    started.Add(orders[announce.Started.Shard]);
                }

                world.Broker.Announce(this, announce.Ledger, announce.Started);
                break;
            case AcknowledgeOrder acknowledge:
                world.Broker.AcknowledgeOrder(this, acknowledge.Tag);
                break;
            case StopDeliveries:
                world.Broker.StopDeliveries(this);
                break;
            case TellStatus tell:
                world.Broker.TellStatus(this, tell.Status);
                break;
            case ChangePrefetch or TellNodeEvent:
                // What a broker lets a node hold and what people hear is not simulated.
                break;
            case LeaveFarm:
                Leave(isGoodbye: true);
                break;
            case ReplaceWorker:
                // The next shard of the slot goes to the new worker: its life has its own number.
                break;
            default:
                throw new InvalidOperationException($"A simulated node does not know {effect.GetType().Name}.");
        }
    }

    private void Start(int slot, ShardOrder order)
    {
        Checkers.SlotTaken(this, slot, running[slot]);
        running[slot] = order;
        if (!announced.Remove(order.Shard))
        {
            started.Add(order);
        }

        var life = ++lives[slot];
        var time = world.Scenario.BlockTime * slowness * order.Blocks.Count;
        world.Schedule.After(time, () =>
        {
            if (IsAlive && lives[slot] == life)
            {
                End(slot, order, time);
            }
        });
    }

    private void End(int slot, ShardOrder order, TimeSpan time)
    {
        var results = new List<BlockResult>();
        var isLie = hello.Host == world.Scenario.Liar && world.Schedule.Chance(world.Scenario.Lies);
        for (var block = order.Blocks.First; block < order.Blocks.End; block++)
        {
            switch (PoisonOf(order, block))
            {
                case Poison.None when order.Slice is not null:
                    EndSlice(slot, order, isLie, time);
                    return;
                case Poison.None:
                    var result = SimStudy.Compute(
                        order.Cell, order.Layout, block, block == order.Blocks.End - 1 ? order.PrefixTrials : 0);
                    results.Add(world.Mutation.OfWorker(isLie ? Lie(result) : result));
                    break;
                case Poison.KillsNode:
                    Crash();
                    return;
                case Poison.KillsWorker:
                    Die(slot);
                    return;
                case Poison.ThrowsNamelessly:
                    Fail(slot, order, results, time, null);
                    return;
                default:
                    Fail(slot, order, results, time, block);
                    return;
            }
        }

        running[slot] = null;
        Post(new ShardDone(slot, new ShardReport(order, hello.Worker(slot), results, null, time)));
    }

    private void EndSlice(int slot, ShardOrder order, bool isLie, TimeSpan time)
    {
        var (slice, block) = isLie
            ? SimTrials.Falsify(order, flip: (byte)(1 + world.Schedule.Below(2)))
            : SimTrials.Compute(order);
        running[slot] = null;
        var report = new ShardReport(order, hello.Worker(slot), block is null ? [] : [block], null, time, slice);
        Post(new ShardDone(slot, world.Mutation.OfSlice(report)));
    }

    /// <summary>Wrong bits, not always the same ones; of a prefix as well, or not.</summary>
    private BlockResult Lie(BlockResult right)
    {
        var lie = SimStudy.Falsify(right, flip: (byte)(1 + world.Schedule.Below(2)));
        if (lie.PrefixDigest is null || world.Schedule.Chance(0.5))
        {
            return lie;
        }

        var prefix = (byte[])lie.PrefixDigest.Clone();
        prefix[31] ^= 1;
        return lie with { PrefixDigest = prefix };
    }

    private Poison PoisonOf(ShardOrder order, long block) =>
        world.Scenario.Poisons.GetValueOrDefault((SimStudy.IndexOf(order.Cell), block)) switch
        {
            Poison.SometimesThrows => world.Schedule.Chance(0.5) ? Poison.SometimesThrows : Poison.None,
            var poison => poison,
        };

    private void Fail(int slot, ShardOrder order, List<BlockResult> results, TimeSpan time, long? block)
    {
        world.Checkers.ExecutionFailed(order);
        running[slot] = null;
        var failure = new ShardFailure(FailureKind.TrialThrew, block, null, "A trial threw.", "");
        Post(new ShardDone(slot, new ShardReport(order, hello.Worker(slot), results, failure, time)));
    }

    private void Cancel(int slot)
    {
        var life = lives[slot];
        world.Schedule.After(world.Schedule.UpTo(world.Scenario.BlockTime), () =>
        {
            if (IsAlive && lives[slot] == life && running[slot] is { } order)
            {
                lives[slot]++;
                running[slot] = null;
                var failure = new ShardFailure(FailureKind.HandedBack, null, null, "The node is shutting down.", "");
                Post(new ShardDone(slot, new ShardReport(order, hello.Worker(slot), [], failure, TimeSpan.Zero)));
            }
        });
    }

    private void SetTimer()
    {
        if (step.NextDue is { } due && due != tickAt)
        {
            tickAt = due;
            world.Schedule.After(due - world.Schedule.Now, () =>
            {
                if (tickAt == due)
                {
                    tickAt = null;
                    Post(new NodeTick());
                }
            });
        }
    }
}
