using Farm.Coordinator.Statistics;
using Farm.Coordinator.Tests.Results;
using Farm.Domain;
using Farm.Testing.Studies;

namespace Farm.Coordinator.Tests.Statistics;

public class CurveFoldTests
{
    private static readonly StudyDescription study = new DriftStudy().Description;
    private static readonly Cell cell = DriftStudy.CellOf(steps: 40);

    [Fact]
    public void A_line_is_the_median_of_the_trials_and_its_band_their_interval()
    {
        using var ledger = Ledger(8, trial => [(1, trial), (2, 10 * trial)]);
        var points = CurveFold.Medians([Read(ledger)], CurveFold.Column("place"));

        Assert.Equal([1L, 2], points.Select(p => p.Step));
        Assert.Equal(new CurvePoint(1, 8, 3.5, new Interval(0, 7)), points[0]);
        Assert.Equal(new CurvePoint(2, 8, 35, new Interval(0, 70)), points[1]);
    }

    [Fact]
    public void Flags_are_shares_with_exact_intervals()
    {
        using var ledger = Ledger(8, trial => [(1, trial - 5.5)]);
        var point = Assert.Single(CurveFold.Shares([Read(ledger)], CurveFold.Column("above")));

        Assert.Equal(2 / 8.0, point.Middle);
        Assert.Equal(ClopperPearson.Interval(2, 8), point.Band);
    }

    [Fact]
    public void A_line_ends_where_fewer_than_half_of_the_trials_under_way_have_come()
    {
        // Trial 0 is far ahead of three others that have not ended either.
        using var ledger = Ledger(4, trial => Enumerable.Range(1, trial == 0 ? 9 : 3).Select(s => ((long)s, 1.0)), ended: []);
        Assert.Equal([1L, 2, 3], CurveFold.Medians([Read(ledger)], CurveFold.Column("place")).Select(p => p.Step));
    }

    [Fact]
    public void Trials_that_ended_before_do_not_hold_a_line_back()
    {
        // Three diverge early, the fourth goes on to the end alone.
        using var ledger = Ledger(
            4, trial => Enumerable.Range(1, trial == 0 ? 9 : 3).Select(s => ((long)s, 1.0)), ended: [1, 2, 3]);
        var points = CurveFold.Medians([Read(ledger)], CurveFold.Column("place"));
        Assert.Equal(9, points[^1].Step);
        Assert.Equal((4, 1), (points[0].Trials, points[^1].Trials));
    }

    [Fact]
    public void Values_that_are_none_count_for_nothing()
    {
        using var ledger = Ledger(3, trial => [(1, trial == 1 ? double.NaN : trial), (2, double.NaN)]);
        var point = Assert.Single(CurveFold.Medians([Read(ledger)], CurveFold.Column("place")));
        Assert.Equal((2, 1.0), (point.Trials, point.Middle));
        Assert.Empty(CurveFold.Medians([Read(ledger)], CurveFold.Column("no_such_column")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(29)]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(101)]
    [InlineData(1000)]
    public void Thinning_keeps_the_first_and_the_last_at_an_even_distance(int count)
    {
        var kept = CellCurves.Thinned([.. Enumerable.Range(0, count)], 30);
        Assert.InRange(kept.Count, Math.Min(count, 15), 30);
        Assert.Equal((0, count - 1), (kept[0], kept[^1]));
        Assert.True(kept.Count < 3 || kept.SkipLast(1).Zip(kept.Skip(1).SkipLast(1), (a, b) => b - a).Distinct().Count() == 1);
    }

    [Fact]
    public void A_cells_curves_are_thinned_over_the_steps_of_all_its_trials()
    {
        using var ledger = Ledger(2, trial => Enumerable.Range(1, 40).Select(s => ((long)s, (double)s)));
        var curves = CellCurves.Read(ledger, ledger.Record.Sweep, study, cell, mostSteps: 5);
        Assert.Equal([1L, 11, 21, 31, 40], curves.Steps);
        Assert.All(curves.Trials, t => Assert.Equal((5, 40L), (t.Rows.Count, t.LastStep)));
    }

    [Fact]
    public void Single_trials_values_are_read_from_their_blocks()
    {
        using var ledger = Ledger(3, trial => [(1, trial)]);
        var values = TrialValues.Read(ledger, ledger.Record.Sweep, study, cell);
        Assert.Equal([0L, 1, 2], values.Trials);
        Assert.Equal([0, 1, 1], values.Of("ended_above"));
        Assert.Equal([0, 0.5, double.NaN], values.Of("place"));
        Assert.Equal([double.NaN, double.NaN, double.NaN], values.Of("no_such"));
    }

    private static CellCurves Read(MemoryLedger ledger) => CellCurves.Read(ledger, ledger.Record.Sweep, study, cell);

    private static MemoryLedger Ledger(int trials, Func<int, IEnumerable<(long Step, double Place)>> rows, int[]? ended = null)
    {
        var ledger = new MemoryLedger(study, new Sweep("drift", DriftStudy.Name, 7, trials, 1, Keep.Flags, [cell]));
        for (var trial = 0; trial < trials; trial++)
        {
            var curve = new CurveRows(study.Long!.Curve);
            foreach (var (step, place) in rows(trial))
            {
                curve.Add(step, place, place > 0 ? 1 : 0);
            }

            ledger.AddSlice(cell, trial, curve.Bytes, 0);
            if (ended is null || ended.Contains(trial))
            {
                var at = trial;
                ledger.Add(cell, trial, 1, columns =>
                {
                    columns.Bytes(0)[0] = at > 0 ? (byte)1 : (byte)0;
                    columns.Doubles(1)[0] = at == 2 ? double.NaN : at / 2.0;
                });
            }
        }

        return ledger;
    }
}
