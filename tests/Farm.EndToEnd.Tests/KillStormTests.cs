using Farm.EndToEnd.Tests.Storms;
using Xunit.Abstractions;

namespace Farm.EndToEnd.Tests;

public sealed class KillStormTests(ITestOutputHelper output)
{
    private const int UsualKills = 24;
    private const int BlockSize = 256;

    /// <summary>
    /// Of each of the three cells, up to the usual kills: enough that the ledger grows between two, and is not complete before
    /// the last.
    /// </summary>
    private const long TrialsPerKill = 16_000;

    [Fact]
    public void A_sweep_killed_at_many_random_moments_gives_the_bytes_of_an_undisturbed_one()
    {
        var (kills, seed) = (StormOptions.Faults(UsualKills), StormOptions.Seed);
        output.WriteLine($"FARM_STORM_FAULTS={kills} FARM_TEST_SEED={seed}");
        var random = new Random(seed);
        var trials = Math.Min(kills, UsualKills) * TrialsPerKill;
        var allBlocks = 3 * ((trials + BlockSize - 1) / BlockSize);

        using var stormy = new Workplace();
        using var calm = new Workplace();
        FarmProcess.Run(calm.Folder, "run", calm.Sweep(trials, BlockSize), "--threads", "2").Expect(ExitCode.Good);

        var sweep = stormy.Sweep(trials, BlockSize);
        for (var kill = 0; kill < kills; kill++)
        {
            using var farm = FarmProcess.Start(stormy.Folder, "run", sweep, "--threads", kill % 2 == 0 ? "1" : "2");
            var before = stormy.Blocks();
            var left = allBlocks - before;
            // Some growth, and never so much that the storm ends before its last kill.
            stormy.WaitForBlocks(before + 1 + random.NextInt64(left / (kills - kill + 1)), farm);
            Assert.False(farm.HasExited, farm.HasExited ? farm.Wait().Error : "");
            farm.Kill();
            farm.Wait();
            var after = stormy.Blocks();
            Assert.True(after > before, "The ledger has not grown before the kill.");
            output.WriteLine($"kill {kill + 1}: {before} → {after} of {allBlocks} blocks");
        }

        FarmProcess.Run(stormy.Folder, "run", sweep, "--threads", "1").Expect(ExitCode.Good);
        FarmProcess.Run(stormy.Folder, "audit", "--fraction", "0.02").Expect(ExitCode.Good);

        SameBytes.AssertSame(calm, stormy, "results", "--format", "csv");
        SameBytes.AssertSame(calm, stormy, "results", "--format", "json");
        SameBytes.AssertSame(calm, stormy, "trials", "--cell", "init=live", "--format", "csv");
    }
}
