using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>One life of the coordinator: the real <see cref="CoordinatorStep"/>, planned from what the disk holds.</summary>
internal sealed class SimCoordinator
{
    private static readonly TimeSpan DiskTime = TimeSpan.FromMilliseconds(20);
    private readonly SimWorld world;
    private readonly CoordinatorStep step;
    private readonly HashSet<BlockKey> setAside = [];
    private DateTimeOffset? tickAt;

    public SimCoordinator(SimWorld world, long epoch)
    {
        this.world = world;
        var plan = Planner.Plan(world.Scenario.Sweep, SimStudy.Description, world.Ledger);
        step = new CoordinatorStep(plan, world.Ledger.Id, new CoordinatorOptions
        {
            Epoch = epoch,
            OutstandingAtMost = world.Mutation.OutstandingAtMost ?? world.Scenario.OutstandingAtMost,
            BlocksPerShard = world.Scenario.BlocksPerShard,
            Lease = world.Mutation.Lease ?? TimeSpan.FromSeconds(15),
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
        step.Step(message, world.Schedule.Now, effects);
        Checkers.Outstanding(step.OutstandingShards, world.Scenario.OutstandingAtMost);
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
        world.Schedule.After(world.Schedule.UpTo(DiskTime), () =>
        {
            // A process that ended before the disk was done may have been in time, or not.
            if (!IsAlive && world.Schedule.Chance(0.5))
            {
                return;
            }

            if (fails)
            {
                Post(new CommitFailed(LedgerFault.Failing, "The disk fails."));
            }
            else
            {
                Post(new Committed(world.Mutation.Commit(world.Ledger, batch)));
            }
        });
    }

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
