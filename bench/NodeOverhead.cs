using System.Globalization;
using Farm.Testing.Broker;

namespace Farm.Bench;

/// <summary>What a broker and processes of their own cost a sweep.</summary>
internal static class NodeOverhead
{
    /// <summary>About two minutes of two cores, in trials of a third of a millisecond that never stop early.</summary>
    private const string LongTrials = """
        name: long-trials
        study: xor
        seed: 1
        trials: 380000
        block: 64
        fixed: {max_epochs: 65535, stop_loss: 0, patience: 65535, min_improvement: 0}
        axes:
          - init: [normal, live]

        """;

    /// <summary>Trials of each of 18 cells of the fastest study: a third of that time.</summary>
    private const int ShortTrials = 2_000_000;

    public static Sheet Measure(int rounds, string folder)
    {
        var sheet = SheetOf("node-overhead", rounds, "trials of 0.3 ms in blocks of 64");
        var path = Path.Combine(folder, "long-trials.yaml");
        File.WriteAllText(path, LongTrials);
        AddAsync(sheet, rounds, folder, path).GetAwaiter().GetResult();
        return sheet;
    }

    public static Sheet MeasureFastest(int rounds, string folder)
    {
        var trials = ShortTrials.ToString(CultureInfo.InvariantCulture);
        var sheet = SheetOf("node-overhead-fastest", rounds, $"`studies/xor-margin.yaml --trials {trials}`, trials of 0.5 us");
        AddAsync(sheet, rounds, folder, Sweeps.XorMargin, "--trials", trials).GetAwaiter().GetResult();
        sheet.Note(
            "The fastest sweep there is: its bytes cross the broker's disk at over ten megabytes a second, in shards that grow anew with each of its cells.");
        return sheet;
    }

    private static Sheet SheetOf(string name, int rounds, string sweep) => new(
        name,
        $"How much longer does a sweep of 100 ms shards ({sweep}) take on two node processes of one slot, with broker and coordinator on the same two cores, than in one process with two threads? At most 5% is asked for. Broker and nodes are there before; times are from start to exit of `farm run`, half a second of which goes by until the nodes have the first orders. Each is compared with the mean of the runs of one process before it and after it, since the speed of a shared machine drifts.",
        $"dotnet run -c Release --project bench -- {name} --rounds {rounds}");

    private static async Task AddAsync(Sheet sheet, int rounds, string folder, params string[] sweep)
    {
        var alone = new Samples("one process, two threads", "s");
        var around = new Samples("one process, before and after", "s");
        var nodes = new Samples("coordinator, broker and two nodes", "s");
        await using var broker = await TestBroker.StartAsync().ConfigureAwait(false);
        var before = Alone();
        for (var round = 0; round < rounds; round++)
        {
            var address = await broker.NewVirtualHostAsync().ConfigureAwait(false);
            using (RunningNode.Start(folder, $"{address}", slots: 1, "one"))
            using (RunningNode.Start(folder, $"{address}", slots: 1, "two"))
            {
                nodes.Add(Seconds(folder, ["run", .. sweep, "--nodes-only", "--transport", $"{address}"]));
            }

            var after = Alone();
            around.Add((before + after) / 2);
            before = after;
        }

        sheet.Add(alone, nodes, Samples.Ratio("two nodes / one process, before and after", nodes, around));

        double Alone()
        {
            var seconds = Seconds(folder, ["run", .. sweep, "--threads", "2"]);
            alone.Add(seconds);
            return seconds;
        }
    }

    private static double Seconds(string folder, string[] arguments)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        return Processes.RunFarm(place, arguments).Elapsed.TotalSeconds;
    }
}
