using Farm.Coordinator.Actors;
using Farm.Simulation.Tests.Simulated;
using Xunit.Abstractions;

namespace Farm.Simulation.Tests;

/// <summary>Thousands of schedules of crashes, losses, duplicates and delays against the real steps.</summary>
public sealed class ScheduleTests(ITestOutputHelper output)
{
    [Fact]
    public void No_schedule_loses_doubles_or_changes_a_block_and_every_one_comes_to_an_end()
    {
        var (worlds, happened, stored, setAside, duplicates) = (0, 0L, 0L, 0L, 0L);
        foreach (var seed in Seeds.All)
        {
            var (outcome, count) = SimWorld.Run(seed);
            worlds++;
            happened += count;
            stored += outcome.Totals.StoredBlocks;
            setAside += outcome.Totals.SetAsideBlocks;
            duplicates += outcome.Totals.DuplicateBlocks;
        }

        output.WriteLine(
            $"{worlds} worlds, {happened} events; in the last lives {stored} blocks stored, {setAside} set aside, "
                + $"{duplicates} duplicates.");
        Assert.True(worlds > 0);
    }

    [Fact]
    public void No_schedule_loses_doubles_or_changes_a_slice_of_a_long_trial()
    {
        var (worlds, stored, duplicates, mismatches, quarantines) = (0, 0L, 0L, 0L, 0L);
        foreach (var seed in Seeds.All)
        {
            var (outcome, _) = SimWorld.Run(seed, isLong: true);
            worlds++;
            stored += outcome.Totals.StoredSlices;
            duplicates += outcome.Totals.DuplicateSlices;
            mismatches += outcome.Totals.MismatchedSlices;
            quarantines += outcome.Totals.QuarantinedHosts;
        }

        output.WriteLine(
            $"{worlds} worlds; in the last lives {stored} slices stored, {duplicates} came again or late, {mismatches} did not "
                + $"agree, {quarantines} hosts put under quarantine.");
        Assert.True(worlds > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_broker_to_keep_orders_and_reports_no_schedule_loses_doubles_or_changes_anything(bool isLong)
    {
        var (worlds, stored) = (0, 0L);
        foreach (var seed in Seeds.All)
        {
            var (outcome, _) = SimWorld.Run(seed, isLong: isLong, hasBroker: false);
            worlds++;
            stored += isLong ? outcome.Totals.StoredSlices : outcome.Totals.StoredBlocks;
        }

        output.WriteLine($"{worlds} worlds; in the last lives {stored} {(isLong ? "slices" : "blocks")} stored.");
        Assert.True(worlds > 0);
    }

    [Theory]
    [InlineData(4756, true)]
    [InlineData(6265, true)]
    public void A_schedule_that_once_went_wrong_comes_to_its_end(int seed, bool isLong) =>
        Assert.Equal(FarmEnd.Completed, SimWorld.Run(seed, isLong: isLong).Outcome.End);

    [Theory]
    [InlineData(1)]
    [InlineData(77)]
    [InlineData(2026)]
    public void The_same_seed_gives_the_same_history(int seed)
    {
        var first = SimWorld.Run(seed);
        var second = SimWorld.Run(seed);

        Assert.Equal(first.Happened, second.Happened);
        Assert.Equal(first.Outcome, second.Outcome);
    }
}
