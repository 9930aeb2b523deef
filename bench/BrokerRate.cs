using Farm.Bench.Engines;
using Farm.Testing.Broker;
using Farm.Transport.RabbitMq;

namespace Farm.Bench;

/// <summary>Shards of one block of 64 trials through a real broker, a node process and a ledger on disk.</summary>
internal static class BrokerRate
{
    private const long Shards = 200_000;
    private const int Messages = 50_000;

    // What an order and a report of one xor block of 64 trials have on the wire, bodies and properties.
    private const int OrderBytes = 800;
    private const int ReportBytes = 3_200;

    public static Sheet Measure(int rounds, string folder)
    {
        var sheet = new Sheet(
            "broker-rate",
            $"How many shards a second pass through coordinator, broker, a node process with two slots and a ledger on disk, when each is one block of {SmallShards.BlockSize} trials and all of it shares this host's cores? 5,000 are asked for, under 100 us of the coordinator's processor time a shard, and memory that does not grow with the shards that are done. The ceiling is the bare round trip: messages of the same sizes over two quorum queues, with confirms and acknowledgements, that nobody looks at.",
            $"dotnet run -c Release --project bench -- broker-rate --rounds {rounds}");
        var bare = new Samples("bare round trip", "messages/s");
        var quick = new SmallShards("trials of one epoch", "max_epochs: 1", Shards);
        var whole = new SmallShards("whole trials", "init: normal", Shards);
        MeasureAsync(rounds, folder, bare, quick, whole).GetAwaiter().GetResult();

        sheet.Add(bare);
        foreach (var figures in new[] { quick, whole })
        {
            sheet.Add(figures.Rate, Samples.Ratio($"{figures.Name}, beside the bare round trip", figures.Rate, bare));
            sheet.Add(figures.CoordinatorCost, figures.NodeCost, figures.OtherCost, figures.Wire);
            sheet.Add(figures.HeapEarly, figures.HeapLate);
        }

        sheet.Note(
            "The coordinator's processor time is that of its whole process, ledger and log included; the broker's is the machine's less both. An order and its report cross the wire twice each. Its memory is the least heap that was seen after a tenth of the shards and before the half, and after the half.");
        return sheet;
    }

    private static async Task MeasureAsync(int rounds, string folder, Samples bare, params SmallShards[] sweeps)
    {
        await using var broker = await TestBroker.StartAsync().ConfigureAwait(false);
        for (var round = 0; round < rounds; round++)
        {
            var trip = new BareRoundTrip(await broker.NewVirtualHostAsync().ConfigureAwait(false), OrderBytes, ReportBytes);
            bare.Add(await trip.MeasureAsync(Messages).ConfigureAwait(false));
            foreach (var sweep in sweeps)
            {
                var address = await broker.NewVirtualHostAsync().ConfigureAwait(false);
                await using var transport = new RabbitMqTransport(new RabbitMqOptions(address));
                await sweep.RunAsync(transport, $"{address}", folder).ConfigureAwait(false);
            }
        }
    }
}
