namespace Farm.Domain.Tests.Slices;

public sealed class CurveRowsTests
{
    private static readonly Measurement[] columns =
    [
        new("loss", ColumnType.Float32, "loss"),
        new("live", ColumnType.Flag, "whether it lives"),
        new("kind", ColumnType.Small, "its kind") { Words = ["a", "b"] },
        new("dead", ColumnType.Count, "dead units") { Scale = 0.25, Since = 2 },
        new("norm", ColumnType.Float64, "norm"),
    ];

    [Fact]
    public void Rows_come_back_as_they_were_added()
    {
        var rows = Rows((0, [0.1, 1, 1, 65_535, Math.PI]), (7, [double.NaN, 0, 0, 3, double.NegativeInfinity]));
        var again = Empty();
        again.Load(rows.Bytes);

        Assert.Equal(2, again.Count);
        Assert.Equal([0L, 7], [again.StepAt(0), again.StepAt(1)]);
        Assert.Equal([0.1f, 1, 1, 65_535 * 0.25, Math.PI], Enumerable.Range(0, 5).Select(c => again.ValueAt(c, 0)));
        Assert.Equal([double.NaN, 0, 0, 0.75, double.NegativeInfinity], Enumerable.Range(0, 5).Select(c => again.ValueAt(c, 1)));
    }

    [Fact]
    public void Every_NaN_is_stored_alike()
    {
        var strange = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_1234);
        Assert.Equal(
            Rows((0, [double.NaN, 0, 0, 0, double.NaN])).Bytes.ToArray(), Rows((0, [-strange, 0, 0, 0, strange])).Bytes.ToArray());
    }

    [Theory]
    [InlineData(1, 2.0)]
    [InlineData(1, 0.5)]
    [InlineData(2, 2.0)]
    [InlineData(3, 65_536.0)]
    [InlineData(3, -1.0)]
    [InlineData(3, double.NaN)]
    public void A_value_that_its_column_cannot_hold_is_misuse(int column, double value)
    {
        double[] values = [0, 0, 0, 0, 0];
        values[column] = value;
        Assert.Throws<ArgumentException>(() => Empty().Add(0, values));
    }

    [Fact]
    public void Rows_that_are_not_in_order_or_not_whole_are_misuse()
    {
        var rows = Empty();
        rows.Begin(4);
        Assert.Throws<ArgumentException>(() => rows.Add(4, 0, 0, 0, 0, 0));
        Assert.Throws<ArgumentException>(() => rows.Add(5, 0, 0, 0, 0));
        rows.Add(5, 0, 0, 0, 0, 0);
        Assert.Throws<ArgumentException>(() => rows.Add(5, 0, 0, 0, 0, 0));
        Assert.Equal(1, rows.Count);
    }

    [Fact]
    public void Faults_of_foreign_rows_are_told()
    {
        var good = Rows((3, [0, 1, 1, 0, 0]), (9, [0, 0, 0, 0, 0])).Bytes.ToArray();
        Assert.Null(CurveRows.FaultOf(columns, good, 2, 9));
        Assert.Contains("row at step 3", CurveRows.FaultOf(columns, good, 3, 9));
        Assert.Contains("row at step 9", CurveRows.FaultOf(columns, good, 2, 8));
        Assert.Contains("not whole rows", CurveRows.FaultOf(columns, good.AsSpan(1), 2, 9));
        good[12] = 2;
        Assert.Contains("live = 2", CurveRows.FaultOf(columns, good, 2, 9));
        good[12] = 1;
        good[13] = 2;
        Assert.Contains("kind = 2", CurveRows.FaultOf(columns, good, 2, 9));
        Assert.Throws<FormatException>(() => Empty().Load(good));
    }

    [Fact]
    public void The_digest_of_a_curve_does_not_depend_on_where_it_was_cut()
    {
        var whole = Rows((1, [1, 1, 1, 1, 1]), (2, [2, 0, 0, 2, 2]), (5, [3, 1, 0, 3, 3]));
        for (var cut = 0; cut <= 3; cut++)
        {
            var (head, tail) = (Empty(), Empty());
            head.Load(whole.Bytes[..(cut * whole.RowBytes)]);
            tail.Load(whole.Bytes[(cut * whole.RowBytes)..]);
            Assert.Equal(
                CurveDigest.Of(new byte[32], whole), CurveDigest.Of(CurveDigest.Of(new byte[32], head), tail));
        }
    }

    [Fact]
    public void The_digest_of_an_older_column_version_leaves_newer_columns_out()
    {
        var one = Rows((1, [1, 1, 1, 1, 1]));
        var other = Rows((1, [1, 1, 1, 2, 1]));
        Assert.Equal(CurveDigest.Of(new byte[32], one, 1), CurveDigest.Of(new byte[32], other, 1));
        Assert.NotEqual(CurveDigest.Of(new byte[32], one, 2), CurveDigest.Of(new byte[32], other, 2));

        var old = new CurveRows([.. columns.Where(c => c.Since == 1)]);
        old.Add(1, 1, 1, 1, 1);
        Assert.Equal(CurveDigest.Of(new byte[32], old), CurveDigest.Of(new byte[32], one, 1));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(10, 10, 1)]
    [InlineData(11, 10, 2)]
    [InlineData(5, 10, 1)]
    [InlineData(250_000, 7, 35_715)]
    public void The_slices_of_a_layout_follow_each_other_to_its_end(long steps, long perSlice, long slices)
    {
        var layout = new SliceLayout(steps, perSlice);
        var (step, count) = (0L, 0L);
        for (; step < steps; count++)
        {
            step += layout.StepsFrom(step);
        }

        Assert.Equal((steps, slices, slices), (step, count, layout.Slices));
    }

    private static CurveRows Empty()
    {
        var rows = new CurveRows(columns);
        rows.Begin(-1);
        return rows;
    }

    private static CurveRows Rows(params (long Step, double[] Values)[] values)
    {
        var rows = Empty();
        foreach (var (step, row) in values)
        {
            rows.Add(step, row);
        }

        return rows;
    }
}
