using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>One life of the coordinator: the real <see cref="CoordinatorStep"/>, planned from what the disk holds.</summary>
internal sealed class SimCoordinator
{
    private const int ShardsPerSlot = 2;
    private static readonly TimeSpan DiskTime = TimeSpan.FromMilliseconds(20);
    private readonly SimWorld world;
    private readonly CoordinatorStep step;
    private readonly HashSet<BlockKey> setAside = [];
    private DateTimeOffset? tickAt;
    private DateTimeOffset diskFreeAt;
    private bool isDiskGone;

    public SimCoordinator(SimWorld world, long epoch)
    {
        this.world = world;
        var plan = Planner.Plan(
            world.Scenario.Sweep, world.Scenario.Study, world.Ledger, world.Scenario.AuditFraction);
        step = new CoordinatorStep(world.Mutation.OfPlan(plan), world.Ledger.Id, new CoordinatorOptions
        {
            Epoch = epoch,
            StateBytesAtMost = world.Scenario.StateBytesAtMost,
            OutstandingAtMost = world.Mutation.OutstandingAtMost ?? world.Scenario.OutstandingAtMost,
            BlocksPerShard = world.Scenario.BlocksPerShard,
            Lease = world.Mutation.Lease ?? TimeSpan.FromSeconds(15),
            Release = SimWorld.Release,
            ProgressInterval = TimeSpan.FromMinutes(1),
        });
    }

    public bool IsAlive { get; private set; } = true;

    public void Post(CoordinatorMessage message)
    {
        if (!IsAlive)
        {
            return;
        }

        var effects = new List<CoordinatorEffect>();
        var before = step.OutstandingShards;
        step.Step(world.Mutation.ToCoordinator(message, world), world.Schedule.Now, effects);
        if (step.OutstandingShards > before)
        {
            Checkers.Outstanding(
                step.OutstandingShards, Math.Max(world.Scenario.OutstandingAtMost, ShardsPerSlot * step.Slots));
        }

        foreach (var effect in world.Mutation.OfCoordinator(message, effects))
        {
            CarryOut(effect);
        }

        SetTimer();
    }

    /// <summary>The process ends without a word. A commit that is on its way reaches the disk, or does not.</summary>
    public void Crash() => IsAlive = false;

    private void CarryOut(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case PublishOrder publish:
                world.Checkers.Ordered(publish.Order, setAside);
                world.Broker.Publish(publish.Order);
                break;
            case CommitBatch commit:
                Commit(commit.Batch);
                break;
            case AcknowledgeReport acknowledge:
                world.Broker.AcknowledgeReport(acknowledge.Tag);
                break;
            case PublishAudit audit:
                world.Broker.PublishTo(audit.Node, audit.Order);
                break;
            case JudgeNode judge:
                world.Broker.Judge(judge.Node, world.Ledger.Id, judge.Judgement);
                break;
            case RecordNodes record:
                world.Ledger.Record(record.Nodes);
                break;
            case QuarantineHost quarantine:
                Quarantine(quarantine.Host);
                break;
            case ComputeHere compute:
                ComputeHere(compute.Order);
                break;
            case TellEvent { Event: BlockSetAside given }:
                setAside.Add(given.Block.Key);
                world.Checkers.SetAside(given.Block);
                break;
            case FinishFarm finish:
                IsAlive = false;
                world.CoordinatorEnded(finish.Outcome);
                break;
            case TellProgress tell:
                world.LastProgress = tell.Progress;
                break;
            case TellEvent:
                break;
            default:
                throw new InvalidOperationException($"A simulated coordinator does not know {effect.GetType().Name}.");
        }
    }

    private void Commit(LedgerBatch batch)
    {
        var fails = !world.FaultsEnded && world.Schedule.Chance(world.Scenario.DiskFailure);
        ToDisk(() =>
        {
            if (fails)
            {
                isDiskGone = true;
                Post(new CommitFailed(LedgerFault.Failing, "The disk fails."));
            }
            else
            {
                Post(CommitReply.Write(new SimWriter(world), batch));
            }
        });
    }

    private void Quarantine(QuarantinedHost host)
    {
        world.Checkers.QuarantineAsked(host);
        ToDisk(() =>
        {
            var withdrawn = world.Mutation.Quarantine(world.Ledger, host);
            // One that was stored after it was set aside, and is no more, may be tried again.
            setAside.RemoveWhere(k => withdrawn.Any(w => w.Cell.Equals(k.Cell) && w.Blocks.Contains(k.Block)));
            Post(new HostQuarantined(host, withdrawn));
        });
    }

    /// <summary>One thing after the other reaches the disk.</summary>
    private void ToDisk(Action write)
    {
        var from = diskFreeAt > world.Schedule.Now ? diskFreeAt : world.Schedule.Now;
        diskFreeAt = from + world.Schedule.UpTo(DiskTime);
        world.Schedule.After(diskFreeAt - world.Schedule.Now, () =>
        {
            // A process that ended before the disk was done may have been in time, or not; what follows was not either.
            isDiskGone |= !IsAlive && world.Schedule.Chance(0.5);
            if (!isDiskGone)
            {
                write();
            }
        });
    }

    private void ComputeHere(ShardOrder order) => world.Schedule.After(world.Scenario.BlockTime, () =>
    {
        var here = new WorkerName("coordinator", "coordinator", 0, "cpu", "simd-128", "");
        if (order.Slice is { } slice)
        {
            Post(new ComputedHere(SimTrials.UpTo(order, slice.End, here, world.Scenario.BlockTime)));
            return;
        }

        var result = SimStudy.Compute(order.Cell, order.Layout, order.Blocks.First, order.PrefixTrials);
        Post(new ComputedHere(new ShardReport(order, here, [result], null, world.Scenario.BlockTime)));
    });

    private void SetTimer()
    {
        if (IsAlive && step.NextDue is { } due && due != tickAt)
        {
            tickAt = due;
            var wait = due - world.Schedule.Now;
            world.Schedule.After(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, () =>
            {
                if (tickAt == due)
                {
                    tickAt = null;
                    Post(new CoordinatorTick());
                }
            });
        }
    }
}
