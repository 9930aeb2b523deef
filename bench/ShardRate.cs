using System.Diagnostics;
using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Studies;

namespace Farm.Bench;

/// <summary>Shards of one block of 64 trials through planner, transport, workers and a ledger on disk.</summary>
internal static class ShardRate
{
    private const int BlockSize = 64;
    private const long Shards = 100_000;

    public static Sheet Measure(int rounds, string folder)
    {
        var sheet = new Sheet(
            "shard-rate",
            $"How many shards a second pass through planner, transport, workers and ledger, when each is one block of {BlockSize} trials? 10,000 are asked for. The trials are xor's, of one epoch (so that the farm is measured and not the kernel) and whole.",
            $"dotnet run -c Release --project bench -- shard-rate --rounds {rounds}");
        var quick = new Samples("trials of one epoch", "shards/s");
        var whole = new Samples("whole trials", "shards/s");
        for (var round = 0; round < rounds; round++)
        {
            quick.Add(Rate(Sweeps.OfSmallBlocks(folder, "max_epochs: 1", BlockSize), folder));
            whole.Add(Rate(Sweeps.OfSmallBlocks(folder, "init: normal", BlockSize), folder));
        }

        sheet.Add(quick, whole);
        return sheet;
    }

    private static double Rate(string path, string folder)
    {
        var (sweep, study) = Sweeps.Read(path, Shards * BlockSize);
        var now = TimeProvider.System.GetUtcNow();
        var watch = Stopwatch.StartNew();
        using var writer = SqliteLedgerWriter.Open(Path.Combine(folder, Path.GetRandomFileName() + ".db"), now);
        writer.Register(sweep, File.ReadAllText(path), now);
        var options = new LocalFarmOptions
        {
            Coordinator = new CoordinatorOptions { Epoch = now.UtcTicks, BlocksPerShard = 1 },
        };
        var outcome = LocalFarm.RunAsync(
            Planner.Plan(sweep, study.Description, null), writer, BuiltInStudies.Catalog, options).GetAwaiter().GetResult();
        return outcome.End == FarmEnd.Completed
            ? Shards / watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"The farm ended as {outcome.End}: {outcome.Message}");
    }
}
