using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Logging;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Terminal;
using Farm.Studies;
using Farm.Testing.Broker;
using Farm.Transport.RabbitMq;

namespace Farm.Bench;

/// <summary>Shards of one block of 64 trials through a real broker, a node process and a ledger on disk.</summary>
internal static class BrokerRate
{
    private const int BlockSize = 64;
    private const long Shards = 200_000;
    private const int Messages = 50_000;

    // What an order and a report of one xor block of 64 trials have on the wire, bodies and properties.
    private const int OrderBytes = 800;
    private const int ReportBytes = 3_200;

    public static Sheet Measure(int rounds, string folder)
    {
        var sheet = new Sheet(
            "broker-rate",
            $"How many shards a second pass through coordinator, broker, a node process with two slots and a ledger on disk, when each is one block of {BlockSize} trials and all of it shares this host's cores? 5,000 are asked for, under 100 us of the coordinator's processor time a shard, and memory that does not grow with the shards that are done. The ceiling is the bare round trip: messages of the same sizes over two quorum queues, with confirms and acknowledgements, that nobody looks at.",
            $"dotnet run -c Release --project bench -- broker-rate --rounds {rounds}");
        var bare = new Samples("bare round trip", "messages/s");
        var quick = new Figures("trials of one epoch");
        var whole = new Figures("whole trials");
        MeasureAsync(rounds, folder, bare, quick, whole).GetAwaiter().GetResult();

        sheet.Add(bare);
        foreach (var figures in new[] { quick, whole })
        {
            sheet.Add(figures.Rate, Samples.Ratio($"{figures.Name}, beside the bare round trip", figures.Rate, bare));
            sheet.Add(figures.CoordinatorCost, figures.NodeCost, figures.BrokerCost, figures.Wire);
            sheet.Add(figures.HeapEarly, figures.HeapLate);
        }

        sheet.Note(
            "The coordinator's processor time is that of its whole process, ledger and log included; the broker's is the machine's less both. An order and its report cross the wire twice each. Its memory is the least heap that was seen after a tenth of the shards and before the half, and after the half.");
        return sheet;
    }

    private static async Task MeasureAsync(int rounds, string folder, Samples bare, Figures quick, Figures whole)
    {
        await using var broker = await TestBroker.StartAsync().ConfigureAwait(false);
        for (var round = 0; round < rounds; round++)
        {
            var trip = new BareRoundTrip(await broker.NewVirtualHostAsync().ConfigureAwait(false), OrderBytes, ReportBytes);
            bare.Add(await trip.MeasureAsync(Messages).ConfigureAwait(false));
            await RunAsync(broker, folder, "max_epochs: 1", quick).ConfigureAwait(false);
            await RunAsync(broker, folder, "init: normal", whole).ConfigureAwait(false);
        }
    }

    private static async Task RunAsync(TestBroker broker, string folder, string fixedValues, Figures figures)
    {
        var address = await broker.NewVirtualHostAsync().ConfigureAwait(false);
        var place = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        var (sweep, study) = Sweeps.Read(Sweeps.OfSmallBlocks(place, fixedValues, BlockSize), Shards * BlockSize);
        var now = TimeProvider.System.GetUtcNow();
        using var writer = SqliteLedgerWriter.Open(Path.Combine(place, "farm.db"), now);
        writer.Register(sweep, "", now);
        using var log = FarmLog.Open(new FarmHost(BuiltInStudies.Catalog, Stream.Null, Console.Error), Path.Combine(place, "farm.db"));
        var heap = new HeapWatch();
        var observer = new FarmObserver(heap, new ActorEvents(log.Events, sweep).Log);
        var options = new CoordinatorOptions { Epoch = now.UtcTicks, BlocksPerShard = 1 };
        await using var transport = new RabbitMqTransport(new RabbitMqOptions(address));
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

        figures.Rate.Add(Shards / outcome.Totals.Elapsed.TotalSeconds);
        var (used, own, nodes) = (MachineUse.Now() - before, Environment.CpuUsage.TotalTime - processor, node.Processor);
        figures.CoordinatorCost.Add(own.TotalMicroseconds / Shards);
        figures.NodeCost.Add(nodes.TotalMicroseconds / Shards);
        figures.BrokerCost.Add((used.Processor - own - nodes).TotalMicroseconds / Shards);
        figures.Wire.Add((double)used.LoopbackBytes / Shards);
        figures.HeapEarly.Add(heap.EarlyBytes / 1e6);
        figures.HeapLate.Add(heap.LateBytes / 1e6);
    }

    private sealed class Figures(string name)
    {
        public string Name => name;

        public Samples Rate { get; } = new($"{name}, through the farm", "shards/s");

        public Samples CoordinatorCost { get; } = new($"{name}, the coordinator's processor time a shard", "us");

        public Samples NodeCost { get; } = new($"{name}, the node's", "us");

        public Samples BrokerCost { get; } = new($"{name}, the broker's and the system's", "us");

        public Samples Wire { get; } = new($"{name}, on the wire a shard", "bytes");

        public Samples HeapEarly { get; } = new($"{name}, the coordinator's heap, first half", "MB");

        public Samples HeapLate { get; } = new($"{name}, the coordinator's heap, second half", "MB");
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
