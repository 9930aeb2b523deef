using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Logging;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Terminal;
using Farm.Studies;
using Farm.Transport;

namespace Farm.Bench.Engines;

/// <summary>Shards of one block of 64 trials through an engine, a node process of two slots and a ledger on disk.</summary>
/// <param name="name">What is computed.</param>
/// <param name="fixedValues">The cell.</param>
/// <param name="shards">How many shards.</param>
internal sealed class SmallShards(string name, string fixedValues, long shards)
{
    /// <summary>Trials of a block.</summary>
    public const int BlockSize = 64;

    public string Name => name;

    public Samples Rate { get; } = new($"{name}, through the farm", "shards/s");

    public Samples CoordinatorCost { get; } = new($"{name}, the coordinator's processor time a shard", "us");

    public Samples NodeCost { get; } = new($"{name}, the node's", "us");

    /// <summary>What neither of them used: the broker's, where there is one.</summary>
    public Samples OtherCost { get; init; } = new($"{name}, the broker's and the system's", "us");

    public Samples Wire { get; } = new($"{name}, on the wire a shard", "bytes");

    public Samples HeapEarly { get; } = new($"{name}, the coordinator's heap, first half", "MB");

    public Samples HeapLate { get; } = new($"{name}, the coordinator's heap, second half", "MB");

    /// <summary>Computes such a sweep once, with the coordinator in this process.</summary>
    /// <param name="transport">What carries its messages.</param>
    /// <param name="address">What the node is given as <c>--transport</c>.</param>
    /// <param name="folder">Where ledger and log go.</param>
    public async Task RunAsync(ITransport transport, string address, string folder)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        var (sweep, study) = Sweeps.Read(Sweeps.OfSmallBlocks(place, fixedValues, BlockSize), shards * BlockSize);
        var now = TimeProvider.System.GetUtcNow();
        using var writer = SqliteLedgerWriter.Open(Path.Combine(place, "farm.db"), now);
        writer.Register(sweep, "", now);
        using var log = FarmLog.Open(new FarmHost(BuiltInStudies.Catalog, Stream.Null, Console.Error), Path.Combine(place, "farm.db"));
        var heap = new HeapWatch();
        var observer = new FarmObserver(heap, new ActorEvents(log.Events, sweep).Log);
        var options = new CoordinatorOptions { Epoch = now.UtcTicks, BlocksPerShard = 1 };
        using var node = RunningNode.Start(place, address, slots: 2, "node");
        var (before, processor) = (MachineUse.Now(), Environment.CpuUsage.TotalTime);
        var outcome = await BrokerFarm.RunAsync(
            transport,
            Planner.Plan(sweep, study.Description, null),
            writer,
            BuiltInStudies.Catalog,
            new BrokerFarmOptions { Threads = 0, Coordinator = options },
            observer).ConfigureAwait(false);
        if (outcome.End != FarmEnd.Completed)
        {
            throw new InvalidOperationException($"The farm ended as {outcome.End}: {outcome.Message}");
        }

        Rate.Add(shards / outcome.Totals.Elapsed.TotalSeconds);
        var (used, own, nodes) = (MachineUse.Now() - before, Environment.CpuUsage.TotalTime - processor, node.Processor);
        CoordinatorCost.Add(own.TotalMicroseconds / shards);
        NodeCost.Add(nodes.TotalMicroseconds / shards);
        OtherCost.Add((used.Processor - own - nodes).TotalMicroseconds / shards);
        Wire.Add((double)used.LoopbackBytes / shards);
        HeapEarly.Add(heap.EarlyBytes / 1e6);
        HeapLate.Add(heap.LateBytes / 1e6);
    }

    /// <summary>The least heap of this process in the two halves of a sweep: what is live, garbage left out.</summary>
    private sealed class HeapWatch : IProgress<FarmProgress>
    {
        public long EarlyBytes { get; private set; } = long.MaxValue;

        public long LateBytes { get; private set; } = long.MaxValue;

        public void Report(FarmProgress value)
        {
            var bytes = GC.GetTotalMemory(forceFullCollection: false);
            if (value.DoneTrials > value.PlannedTrials / 2)
            {
                LateBytes = Math.Min(LateBytes, bytes);
            }
            else if (value.DoneTrials > value.PlannedTrials / 10)
            {
                EarlyBytes = Math.Min(EarlyBytes, bytes);
            }
        }
    }
}
