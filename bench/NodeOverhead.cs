using System.Globalization;
using Farm.Testing.Broker;

namespace Farm.Bench;

/// <summary>What a broker and processes of their own cost a sweep of ordinary shards.</summary>
internal static class NodeOverhead
{
    public static Sheet Measure(int rounds, long trials, string folder)
    {
        var text = trials.ToString(CultureInfo.InvariantCulture);
        var sheet = new Sheet(
            "node-overhead",
            $"How much longer does a sweep of 100 ms shards take on two node processes of one slot, with broker and coordinator (`run studies/xor-margin.yaml --trials {text} --transport … --nodes-only`) on the same two cores, than in one process with two threads? At most 5% is asked for. Nodes and broker are there before; both times are from start to exit of `farm run`.",
            $"dotnet run -c Release --project bench -- node-overhead --rounds {rounds} --trials {text}");
        var alone = new Samples("one process, two threads", "s");
        var nodes = new Samples("coordinator, broker and two nodes", "s");
        MeasureAsync(rounds, text, folder, alone, nodes).GetAwaiter().GetResult();
        sheet.Add(alone, nodes, Samples.Ratio("two nodes / one process", nodes, alone));
        return sheet;
    }

    private static async Task MeasureAsync(int rounds, string trials, string folder, Samples alone, Samples nodes)
    {
        await using var broker = await TestBroker.StartAsync().ConfigureAwait(false);
        for (var round = 0; round < rounds; round++)
        {
            alone.Add(Seconds(folder, "run", Sweeps.XorMargin, "--trials", trials, "--threads", "2"));
            var address = await broker.NewVirtualHostAsync().ConfigureAwait(false);
            using var one = RunningNode.Start(folder, address, slots: 1, "one");
            using var two = RunningNode.Start(folder, address, slots: 1, "two");
            nodes.Add(Seconds(folder, "run", Sweeps.XorMargin, "--trials", trials, "--nodes-only", "--transport", $"{address}"));
        }
    }

    private static double Seconds(string folder, params string[] arguments)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        return Processes.RunFarm(place, arguments).Elapsed.TotalSeconds;
    }
}
