using Farm.Coordinator.Planning;
using Farm.Coordinator.Sweeps;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Planning;

public sealed class PlanEstimateTests
{
    private static readonly SweepReading Margin = SweepReader.ReadFile(
        RepositoryFiles.Path("studies", "xor-margin.yaml"), SweepOverrides.None, BuiltInStudies.Catalog);

    [Fact]
    public void Time_is_trials_over_rate_and_unknown_without_one()
    {
        var plan = Planner.Plan(Margin.Sweep!, Margin.Study!.Description, null);
        var estimate = PlanEstimate.Of(plan, Margin.Study.Description, 1_000_000);
        Assert.Equal((18, 1_800_000L, 18 * 98L), (estimate.Cells, estimate.Trials, estimate.Blocks));
        Assert.Equal(1.8, estimate.Time!.Value.TotalSeconds, 6);
        Assert.Null(PlanEstimate.Of(plan, Margin.Study.Description, null).Time);
        Assert.Throws<ArgumentOutOfRangeException>(() => PlanEstimate.Of(plan, Margin.Study.Description, 0));
    }

    [Fact]
    public void What_is_done_costs_nothing()
    {
        var sweep = Margin.Sweep! with { Trials = 1024 };
        var ledger = new StoredBlocks();
        foreach (var cell in sweep.Cells)
        {
            ledger.Store(new(cell, sweep.Seed, sweep.BlockSize, 0), 1024);
        }

        var estimate = PlanEstimate.Of(Planner.Plan(sweep, Margin.Study!.Description, ledger), Margin.Study.Description, 1);
        Assert.Equal((0L, 0L, 0L, TimeSpan.Zero), (estimate.PendingTrials, estimate.PendingBlocks, estimate.LedgerBytes, estimate.Time));
    }

    [Theory]
    [InlineData(Keep.Sums)]
    [InlineData(Keep.Flags)]
    [InlineData(Keep.All)]
    public void Bytes_are_near_those_of_a_real_block(Keep keep)
    {
        var study = Margin.Study!;
        var cell = Margin.Sweep!.Cells[0];
        using var encoder = new BlockEncoder(study.Description, cell, 1, 1024, keep);
        var columns = new TrialColumns(encoder.Measurements, 1024);
        columns.Begin(0, 1024);
        study.CreateRunner(LaneWidths.Widest).Run(cell, 1, columns);
        var real = encoder.Encode(columns, 0, 1024, 0, 0, TimeSpan.Zero);

        var bytes = PlanEstimate.BlobBytes(encoder.Measurements, keep, 1024);
        Assert.InRange(bytes / (real.Summary.Length + real.Kept.Length), 0.8, 1.25);
    }
}
