using System.Diagnostics;
using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Sweeps;
using Farm.Node;
using Farm.Numerics;
using Farm.Studies;
using Farm.Testing.Broker;
using Farm.Transport.RabbitMq;
using Xunit.Abstractions;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>Two hundred nodes at one real broker.</summary>
[Collection(Quiet.Name)]
public sealed class ScaleTests(ITestOutputHelper output)
{
    private const int Nodes = 200;
    private const int BlockSize = 16;
    /// <summary>Of all three cells.</summary>
    private const int Blocks = 30_000;
    private const long Trials = Blocks / 3 * BlockSize;

    /// <summary>
    /// From when every node has computed something, each computes at least a third of its part and at most three times that.
    /// </summary>
    private const int Fairness = 3;

    [SkippableFact]
    public async Task Two_hundred_nodes_at_one_broker_complete_a_sweep_of_tiny_shards_in_fair_shares()
    {
        Skip.IfNot(TestBroker.Absence is null, TestBroker.Absence);
        await using var broker = await TestBroker.StartAsync();
        var address = await broker.NewVirtualHostAsync();
        using var place = new Workplace();
        using var calm = new Workplace();
        var shares = new Shares();
        var observer = new FarmObserver(null, shares.Count);

        await RunAsync(calm, (plan, writer, options) => LocalFarm.RunAsync(
            plan, writer, BuiltInStudies.Catalog, new LocalFarmOptions { Coordinator = options }));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var outcome = await RunAsync(place, (plan, writer, options) => RunOnManyNodesAsync(address, plan, writer, options, observer));
        output.WriteLine(FormattableString.Invariant(
            $"{outcome.Totals.Shards} shards in {outcome.Totals.Elapsed.TotalSeconds:0.0} s"));
        output.WriteLine(FormattableString.Invariant(
            $"{(GC.GetTotalMemory(forceFullCollection: true) - before) >> 20} MiB more than before, at most {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB in all; shares from {shares.Least} to {shares.Most} of {shares.Sum} shards, {outcome.Totals.DuplicateBlocks} blocks twice"));

        Assert.Equal((FarmEnd.Completed, 3 * Trials), (outcome.End, outcome.Totals.StoredTrials));
        Assert.True(shares.Sum > Blocks / 2, $"Only {shares.Sum} shards were computed when all nodes were there.");
        Assert.True(shares.Least >= shares.Sum / Nodes / Fairness, $"A node has computed {shares.Least} shards only.");
        Assert.True(shares.Most <= shares.Sum / Nodes * Fairness, $"A node has computed {shares.Most} shards.");
        Assert.True(Digests(calm).AsSpan().SequenceEqual(Digests(place)), "The blocks are not those of one process.");
    }

    private static async Task<FarmOutcome> RunAsync(
        Workplace place, Func<SweepPlan, ILedgerWriter, CoordinatorOptions, Task<FarmOutcome>> run)
    {
        var file = place.Sweep(Trials, BlockSize);
        var reading = SweepReader.ReadFile(file, SweepOverrides.None, BuiltInStudies.Catalog);
        var now = TimeProvider.System.GetUtcNow();
        using var writer = SqliteLedgerWriter.Open(place.Ledger, now);
        writer.Register(reading.Sweep!, reading.Source, now);
        var options = new CoordinatorOptions { Epoch = now.UtcTicks, BlocksPerShard = 1 };
        return await run(Planner.Plan(reading.Sweep!, reading.Study!.Description, null), writer, options);
    }

    private async Task<FarmOutcome> RunOnManyNodesAsync(
        BrokerAddress address, SweepPlan plan, ILedgerWriter writer, CoordinatorOptions options, FarmObserver observer)
    {
        await using var transport = new RabbitMqTransport(new RabbitMqOptions(address));
        await using var coordinator = await CoordinatorActor.StartAsync(
            transport,
            plan,
            writer,
            _ => throw new InvalidOperationException("Nothing is audited here."),
            options,
            TimeProvider.System,
            observer);
        var watch = Stopwatch.StartNew();
        var nodes = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => JoinAsync(transport)));
        Say("came", watch);
        try
        {
            return await coordinator.Outcome;
        }
        finally
        {
            watch.Restart();
            await Task.WhenAll(nodes.Select(n => n.DisposeAsync().AsTask()));
            Say("left", watch);
        }
    }

    private void Say(string what, Stopwatch watch) =>
        output.WriteLine(FormattableString.Invariant($"{Nodes} nodes {what} in {watch.Elapsed.TotalSeconds:0.0} s"));

    private static Task<NodeActor> JoinAsync(RabbitMqTransport transport) => NodeActor.StartAsync(
        transport,
        NodeActor.HelloOf(1, BuiltInStudies.Catalog, LaneWidths.Widest),
        new NodeOptions(),
        BuiltInStudies.Catalog,
        LaneWidths.Widest,
        TimeProvider.System,
        observer: null);

    private static string[] Digests(Workplace place)
    {
        using var reader = SqliteLedgerReader.Open(place.Ledger);
        var sweep = reader.Sweeps().Single();
        return reader.Cells(sweep)
            .SelectMany(c => reader.Blocks(c.Cell, sweep.Sweep.Seed, BlockSize))
            .Select(b => $"{b.Key.Cell.Id} {b.Key.Block} {Convert.ToHexString(b.Digest)}")
            .ToArray();
    }

    /// <summary>How many shards each node computed since every one has computed something. The coordinator's own.</summary>
    private sealed class Shares
    {
        private readonly Dictionary<string, int> counts = [];
        private bool areAllThere;

        public int Least => counts.Values.Min();

        public int Most => counts.Values.Max();

        public int Sum => counts.Values.Sum();

        public void Count(FarmEvent happened)
        {
            if (happened is not ShardReported { Report.By.Node: var node })
            {
                return;
            }

            counts[node] = counts.GetValueOrDefault(node) + 1;
            if (!areAllThere && counts.Count == Nodes)
            {
                areAllThere = true;
                foreach (var name in counts.Keys)
                {
                    counts[name] = 0;
                }
            }
        }
    }
}
