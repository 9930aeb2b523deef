using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Tests;

public sealed class XorKernelTests
{
    public static TheoryData<string> Kinds => [.. XorCells.Kinds, .. XorCells.HealedKinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_width_equals_the_plain_scalar_trial_bit_for_bit(string kind)
    {
        const int rows = 150;
        const long first = (1L << 33) - 70;
        var cell = XorCells.Of(kind);
        Assert.Empty(XorCells.Study.Refuse(cell));
        var scalar = new XorScalar(cell, XorCells.Seed);
        var expected = Enumerable.Range(0, rows).Select(row => scalar.Measure(first + row)).ToArray();
        foreach (var width in XorCells.Widths)
        {
            var columns = XorCells.Run(cell, width, first, rows);
            foreach (var (measurement, column) in columns.Measurements.Select((m, i) => (m, i)))
            {
                for (var row = 0; row < rows; row++)
                {
                    var (actual, value) = (columns.ValueAt(column, row), expected[row][measurement.Name]);
                    Assert.True(
                        BitConverter.DoubleToInt64Bits(actual) == BitConverter.DoubleToInt64Bits(value)
                            || (double.IsNaN(actual) && double.IsNaN(value)),
                        $"{measurement.Name} of trial {first + row} at {width} is {actual}, the scalar trial's {value}");
                }
            }
        }
    }

    [Fact]
    public void Trials_depend_neither_on_their_neighbours_nor_on_how_runs_are_cut()
    {
        foreach (var kind in new[] { "", "init=margin,margin=0.3", "model=abs,optimizer=heavy-ball" })
        {
            XorCells.AssertSameHoweverCut(kind, trials: 3000, runs: 40, octavesOfRows: 11, seed: 20260718);
        }
    }

    [Fact]
    public void The_scalar_gradient_is_the_derivative_of_the_loss()
    {
        const int seed = 99;
        var random = new Random(seed);
        foreach (var kind in new[] { "", "slope=0.1", "model=abs", "model=relu", "model=relu,slope=0.3" })
        {
            var scalar = new XorScalar(XorCells.Of(kind), 0);
            for (var i = 0; i < 200; i++)
            {
                var theta = Enumerable.Range(0, 6).Select(_ => (float)(random.NextDouble() * 4 - 2)).ToArray();
                var gradient = scalar.Gradient(theta, scalar.Loss(theta).Errors);
                for (var k = 0; k < 3 * scalar.Units; k++)
                {
                    // Central differences are exact for a square up to rounding, but not across a kink.
                    const double step = 1e-6;
                    var exact = XorExact.Derivative(kind, theta, k, step, out var isAcrossKink);
                    if (!isAcrossKink)
                    {
                        Assert.True(Math.Abs(gradient[k] / 2 - exact) < 1e-5, $"seed {seed}, '{kind}' parameter {k}: {gradient[k] / 2}, not {exact}");
                    }
                }
            }
        }
    }

    [Fact]
    public void A_run_of_no_trials_does_nothing()
    {
        var columns = XorCells.Run(XorCells.Of(""), LaneWidth.Bits128, 5, 0);
        Assert.Equal(0, columns.Rows);
    }

    [Fact]
    public void A_margin_that_is_hardly_ever_met_ends_with_what_to_change()
    {
        var cell = XorCells.Of("init=margin,margin=4,init_std=0.5");
        Assert.Empty(XorCells.Study.Refuse(cell));
        var error = Assert.Throws<TrialException>(() => XorCells.Run(cell, LaneWidth.Bits512, 1000, 64));
        Assert.InRange(error.Trial, 1000, 1063);
        Assert.Equal(
            $"Trial {error.Trial} did not find a start with activation margin 4 at init_std 0.5 in 65536 draws: "
            + "use a smaller margin or a larger init_std.", error.Message);
    }

    [Fact]
    public void Columns_of_another_study_are_refused()
    {
        var columns = new TrialColumns([new Measurement("heat", ColumnType.Flag, "")], 4);
        columns.Begin(0, 4);
        var error = Assert.Throws<ArgumentException>(
            () => XorCells.Study.CreateRunner(LaneWidth.Bits128).Run(XorCells.Of(""), 1, columns));
        Assert.StartsWith("'heat' is no measurement of xor", error.Message, StringComparison.Ordinal);
    }
}
