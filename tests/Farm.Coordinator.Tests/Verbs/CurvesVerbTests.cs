using System.Globalization;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;
using Farm.Testing.Studies;

namespace Farm.Coordinator.Tests.Verbs;

public sealed class CurvesVerbTests : IDisposable
{
    private const string Sweep = """
        name: drift
        study: drift
        seed: 7
        trials: 3
        fixed: {work: 10}
        axes:
          - {steps: [6, 40]}
        """;

    private readonly CoinFarm farm = new();

    public CurvesVerbTests() => farm.WriteSweep(Sweep);

    public void Dispose() => farm.Dispose();

    [Fact]
    public void Every_row_of_a_cells_curves_is_printed_as_the_study_measured_it()
    {
        Assert.Equal(ExitCode.Good, Run("run", farm.SweepFile).Code);

        var answer = Run("curves", "--cell", "steps=6");
        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Equal("cell,trial,step,place,above", answer.Lines[0]);
        Assert.Equal(18, answer.Lines.Length - 1);
        Assert.Equal(Expected(trial: 1), answer.Lines.Where(l => l.Split(',')[1] == "1"));
    }

    [Fact]
    public void One_trial_is_printed_as_JSON_lines()
    {
        Run("run", farm.SweepFile);
        var answer = Run("curves", "--cell", "steps=40", "--trial", "2", "--format", "jsonl");

        Assert.Equal(40, answer.Lines.Length);
        Assert.All(answer.Lines, l => Assert.Contains("\"trial\":2,\"step\":", l, StringComparison.Ordinal));
        Assert.Equal(ExitCode.BadInput, Run("curves", "--cell", "steps=40", "--trial", "3").Code);
    }

    [Fact]
    public void A_trial_that_fails_on_its_way_shows_its_curve_so_far_and_goes_on_from_there_when_it_is_tried_again()
    {
        var broken = new DriftStudy((trial, step) =>
        {
            if (trial.Index == 1 && step == 20)
            {
                throw new TrialException(1, "It cannot go on.");
            }
        });
        Assert.Equal(ExitCode.SetAside, farm.RunWith(broken, "run", farm.SweepFile, "--threads", "2").Code);
        Assert.Equal(20, Run("curves", "--cell", "steps=40", "--trial", "1").Lines.Length - 1);

        var steps = new List<long>();
        var repaired = new DriftStudy((trial, step) => steps.Add(step));
        Assert.Equal(
            ExitCode.Good, farm.RunWith(repaired, "run", farm.SweepFile, "--threads", "1", "--retry-set-aside").Code);
        Assert.Equal([20L, 24, 28, 32, 36], steps);
        Assert.Equal(40, Run("curves", "--cell", "steps=40", "--trial", "1").Lines.Length - 1);
        Assert.Contains("MATCH", Run("rerun", "--cell", "steps=40", "--trial", "1").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_trials_are_planned_audited_computed_again_and_told_like_others()
    {
        var plan = Run("plan", farm.SweepFile);
        Assert.Equal(ExitCode.Good, plan.Code);
        Assert.Contains("estimated time", plan.Output, StringComparison.Ordinal);
        Run("run", farm.SweepFile);

        Assert.Contains("complete", Run("status").Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Good, Run("audit", "--fraction", "1").Code);
        Assert.EndsWith("MATCH (block 2)", Run("rerun", "--cell", "steps=6", "--trial", "2").Lines[^1], StringComparison.Ordinal);
        Assert.Equal(3, Run("trials", "--cell", "steps=6").Lines.Length - 1);
    }

    [Fact]
    public void A_study_without_curves_says_so()
    {
        farm.WriteSweep(CoinFarm.Sweep);
        farm.RunSweep();
        var answer = farm.Run("curves", "--cell", "side=heads,bias=0.5");

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains("has no curves", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Larger_blocks_of_long_trials_are_refused()
    {
        farm.WriteSweep(Sweep + "\nblock: 2\n");
        var answer = Run("run", farm.SweepFile);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains("a block of its own", answer.Error, StringComparison.Ordinal);
    }

    /// <summary>The rows of a trial, computed without the farm.</summary>
    private static IEnumerable<string> Expected(long trial)
    {
        var cell = DriftStudy.CellOf(steps: 6, work: 10);
        var whole = new WholeTrialRunner(new DriftStudy(), LaneWidth.Bits128);
        var columns = new TrialColumns(new DriftStudy().Description.MeasurementsOf(cell), 1);
        columns.Begin(trial, 1);
        whole.Run(cell, 7, columns);
        for (var row = 0; row < whole.Curve.Count; row++)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{cell.Id},{trial},{whole.Curve.StepAt(row)},{whole.Curve.ValueAt(0, row):R},{whole.Curve.ValueAt(1, row)}");
        }
    }

    private Answer Run(string verb, params string[] args) => farm.RunWith(new DriftStudy(), verb, args);
}
