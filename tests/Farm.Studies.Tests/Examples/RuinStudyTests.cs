using System.Runtime.CompilerServices;
using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Tests.Examples;

public sealed class RuinStudyTests
{
    private static readonly RuinStudy study = new();

    [Fact]
    public void The_guide_shows_the_example_as_it_is_compiled_here()
    {
        var guide = File.ReadAllText(Path.Combine(Here(), "..", "..", "..", "docs", "STUDIES.md"));
        Assert.Contains(File.ReadAllText(Path.Combine(Here(), "RuinStudy.cs")), guide, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fair_gambler_is_ruined_and_plays_as_the_closed_forms_say()
    {
        var columns = Whole(CellOf(stake: 10, goal: 40), 4_000);

        // P(ruin) = 1 − stake / goal, E(rounds) = stake · (goal − stake).
        Assert.InRange(columns.Bytes(0).ToArray().Average(b => (double)b), 0.75 - 0.025, 0.75 + 0.025);
        Assert.InRange(columns.Doubles(1).ToArray().Average(), 300 - 20, 300 + 20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public void Bits_do_not_depend_on_where_slices_end(long stepsPerSlice)
    {
        var cell = CellOf(stake: 40, goal: 80);
        for (var trial = 0L; trial < 4; trial++)
        {
            var whole = new WholeTrialRunner(study, LaneWidths.Widest);
            var columns = new TrialColumns(study.Description.MeasurementsOf(cell), 1);
            columns.Begin(trial, 1);
            whole.Run(cell, 1, columns);

            var (rounds, curve) = InSlices(cell, trial, stepsPerSlice);
            Assert.Equal(columns.Doubles(1)[0], rounds);
            Assert.Equal(whole.Curve.Bytes.ToArray(), curve.Bytes.ToArray());
            Assert.Equal((long)rounds / 100, curve.Count);
        }
    }

    [Fact]
    public void Every_slice_runs_on_another_runner_with_the_same_digests()
    {
        var cell = CellOf(stake: 100, goal: 200);
        var runner = study.CreateLongRunner(LaneWidth.Bits128);
        var one = new SliceRunner(study, runner, cell, 1);
        var slices = 0;
        for (var order = one.First; order is not null; slices++)
        {
            var here = one.Run(3, order);
            var there = new SliceRunner(study, study.CreateLongRunner(LaneWidth.Bits512), cell, 1).Run(3, order);
            Assert.Equal(here.Digest, there.Digest);
            Assert.Equal(here.State, there.State);
            Assert.Equal(here.Rows, there.Rows);
            order = one.Next(here);
        }

        Assert.True(slices > 3, $"{slices} slices are no chain.");
    }

    [Fact]
    public void A_state_that_the_order_does_not_name_is_refused()
    {
        var runner = new SliceRunner(study, study.CreateLongRunner(LaneWidth.Bits128), CellOf(100, 200), 1);
        var order = runner.Next(runner.Run(3, runner.First))!;
        order.State[^1] ^= 1;
        Assert.Throws<TrialException>(() => runner.Run(3, order));
    }

    /// <summary>The trial in slices of any length, each with a runner of its own.</summary>
    private static (double Rounds, CurveRows Curve) InSlices(Cell cell, long trial, long stepsPerSlice)
    {
        var curve = new CurveRows(study.Description.Long!.Curve);
        curve.Begin(-1);
        var slice = new CurveRows(curve.Columns);
        var columns = new TrialColumns(study.Description.MeasurementsOf(cell), 1);
        columns.Begin(trial, 1);
        byte[]? state = [];
        do
        {
            slice.Begin(curve.Count > 0 ? curve.StepAt(curve.Count - 1) : -1);
            state = study.CreateLongRunner(LaneWidths.Widest)
                .Advance(new LongTrial(cell, 1, trial), state, stepsPerSlice, slice, columns);
            curve.Load(slice.Bytes);
        }
        while (state is not null);
        return (columns.Doubles(1)[0], curve);
    }

    private static TrialColumns Whole(Cell cell, int trials)
    {
        var columns = new TrialColumns(study.Description.MeasurementsOf(cell), trials);
        columns.Begin(0, trials);
        ((IStudy)study).CreateRunner(LaneWidths.Widest).Run(cell, seed: 1, columns);
        return columns;
    }

    private static Cell CellOf(int stake, int goal) => Cell.Create(
        "ruin", [new("stake", Value.Of(stake)), new("goal", Value.Of(goal)), new("patience", Value.Of(100_000))]);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
