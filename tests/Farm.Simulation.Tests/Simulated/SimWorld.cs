using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>
/// One seed's world: the real steps of coordinator and nodes, everything else simulated, on one thread. The same seed
/// gives the same history.
/// </summary>
internal sealed class SimWorld : IDisposable
{
    /// <summary>Far more than any schedule needs: one that has not ended by then makes no progress.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    /// <summary>Farm's version in this world.</summary>
    public const string Release = "1.0.0";

    /// <summary>What a coordinator that ended left to the disk is there, or not, when the next one begins.</summary>
    private static readonly TimeSpan DiskRest = TimeSpan.FromMilliseconds(200);

    private const string OldRelease = "0.9.0";
    private const long EventsAtMost = 300_000;
    private readonly DateTimeOffset start;
    private readonly List<SimNode> nodes = [];
    private SimCoordinator? coordinator;
    private FarmOutcome? outcome;
    private long epoch;
    private int lastNode;

    private SimWorld(int seed, Mutation? mutation, bool isLong, bool hasBroker)
    {
        Mutation = mutation ?? new Mutation();
        Schedule = new Schedule(seed);
        Scenario = Scenario.Draw(Schedule, isLong);
        start = Schedule.Now;
        Checkers = new Checkers(Scenario, Ledger);
        Network = new SimNetwork(Schedule, Scenario, () => FaultsEnded);
        Broker = new SimBroker(Schedule, Network, Checkers, hasBroker);
    }

    public Mutation Mutation { get; }

    public Schedule Schedule { get; }

    public Scenario Scenario { get; }

    public SimLedger Ledger { get; } = new();

    public Checkers Checkers { get; }

    public SimNetwork Network { get; }

    public SimBroker Broker { get; }

    public FarmProgress? LastProgress { get; set; }

    public bool FaultsEnded => Schedule.Now - start >= Scenario.FaultsEnd;

    /// <summary>Runs a seed's world to its end.</summary>
    /// <returns>How it ended and how many things happened.</returns>
    /// <exception cref="SimulationException">A checker's finding, with the seed.</exception>
    public static (FarmOutcome Outcome, long Happened) Run(
        int seed, Mutation? mutation = null, bool isLong = false, bool hasBroker = true)
    {
        using var world = new SimWorld(seed, mutation, isLong, hasBroker);
        try
        {
            world.Live();
            world.Checkers.AtEnd(world.LastProgress!, world.outcome!.Totals);
            return (world.outcome!, world.Schedule.Happened);
        }
        catch (Exception exception)
        {
            throw new SimulationException(
                $"Seed {seed}, {world.Schedule.Now - world.start} in: {exception.Message} "
                    + $"Again with {Seeds.Variable}={seed} dotnet test tests/Farm.Simulation.Tests",
                exception);
        }
    }

    /// <summary>Whatever ends a node, its service starts it again under another name.</summary>
    public void RestartNode(SimNode node)
    {
        var index = nodes.IndexOf(node);
        Schedule.After(Schedule.UpTo(TimeSpan.FromSeconds(2)), () => StartNode(index));
    }

    /// <summary>The coordinator came to an end of its own. Unless all is done, its user starts it again.</summary>
    public void CoordinatorEnded(FarmOutcome ended)
    {
        Broker.Close();
        if (ended.End == FarmEnd.Completed)
        {
            outcome = ended;
        }
        else
        {
            Schedule.After(DiskRest + Schedule.UpTo(TimeSpan.FromSeconds(2)), StartCoordinator);
        }
    }

    public void Dispose() => Ledger.Dispose();

    private void Live()
    {
        StoreEarlierTrials();
        StartCoordinator();
        for (var i = 0; i < Scenario.SlotsOfNodes.Count; i++)
        {
            nodes.Add(null!);
            StartNode(i);
        }

        Again(Scenario.NodeCrash, () => AnyNode().Crash());
        Again(Scenario.WorkerCrash, () => CrashWorker(AnyNode()));
        Again(Scenario.Partition, Partition);
        Again(Scenario.UserStop, () =>
        {
            coordinator?.Post(new StopFarm());
            Broker.DismissNodes();
        });
        Again(Scenario.CoordinatorCrash, CrashCoordinator);
        while (outcome is null)
        {
            if (!Schedule.RunNext() || Schedule.Now - start > Patience || Schedule.Happened > EventsAtMost)
            {
                throw new SimulationException($"No progress after {Schedule.Happened} events.");
            }
        }
    }

    private void StoreEarlierTrials()
    {
        var before = new BlockLayout(Scenario.Sweep.BlockSize, Scenario.StoredTrials);
        foreach (var cell in Scenario.Sweep.Cells)
        {
            var blocks = Enumerable.Range(0, (int)before.Blocks).Select(block => new ArrivedBlock(
                new BlockKey(cell, Scenario.Sweep.Seed, before.BlockSize, block),
                SimStudy.Description.Revision,
                SimStudy.Description.ColumnVersion,
                Scenario.Sweep.Keep,
                SimStudy.Result(cell, before, block, before.TrialsIn(block)),
                1,
                new WorkerName("earlier", "earlier", 0, "cpu", "simd-128", "")));
            Ledger.Commit(new LedgerBatch([.. blocks], [], start));
        }
    }

    private void Again(TimeSpan? mean, Action misfortune)
    {
        if (mean is null)
        {
            return;
        }

        Schedule.After(Schedule.UpTo(mean.Value * 2), () =>
        {
            if (!FaultsEnded)
            {
                misfortune();
                Again(mean, misfortune);
            }
        });
    }

    private SimNode AnyNode() => nodes[Schedule.Below(nodes.Count)];

    private void CrashWorker(SimNode node) => node.CrashWorker(Schedule.Below(node.Hello.Slots));

    private void CrashCoordinator()
    {
        if (coordinator is { IsAlive: true })
        {
            coordinator.Crash();
            Broker.Close();
            Schedule.After(DiskRest + Schedule.UpTo(TimeSpan.FromSeconds(2)), StartCoordinator);
        }
    }

    private void StartCoordinator()
    {
        coordinator = new SimCoordinator(this, ++epoch);
        coordinator.Post(new CoordinatorTick());
        if (coordinator.IsAlive)
        {
            Broker.Open(coordinator);
        }
    }

    private void StartNode(int index)
    {
        var name = $"node-{++lastNode}";
        var hello = new NodeHello(
            name,
            Scenario.HostOf(Scenario.HostsOfNodes[index]),
            "",
            Scenario.SlotsOfNodes[index],
            Capabilities.Cpu,
            "cpu",
            "simd-128",
            Scenario.HasOldNode && index == Scenario.SlotsOfNodes.Count - 1 ? OldRelease : Release,
            [new StudyVersion(SimStudy.Name, SimStudy.Description.Revision, SimStudy.Description.ColumnVersion)]);
        nodes[index] = new SimNode(this, hello, index == 0 ? Scenario.SlowFactor : 1);
        Broker.Join(nodes[index]);
    }

    /// <summary>A peer is cut off for a while; a node that is cut off for long is taken for gone until it is back.</summary>
    private void Partition()
    {
        var node = AnyNode();
        var peer = Schedule.Chance(0.3) ? SimBroker.Coordinator : node.Hello.Name;
        Network.CutOff(peer);
        var time = Schedule.UpTo(TimeSpan.FromSeconds(6));
        var isTakenForGone = peer == node.Hello.Name && time > TimeSpan.FromSeconds(3);
        if (isTakenForGone)
        {
            Schedule.After(TimeSpan.FromSeconds(3), () => Broker.Lose(node));
        }

        Schedule.After(time, () =>
        {
            Network.Reconnect(peer);
            if (isTakenForGone && node.IsAlive)
            {
                Broker.Join(node);
            }
        });
    }
}
