using Farm.Studies.Data;

namespace Farm.Studies.Tests.Data;

/// <summary>What tables are read, and what is said of those that are not.</summary>
public sealed class DataTableTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n3,4")]
    [InlineData("\uFEFFa,b\n1,2\n3,4\n")]
    [InlineData("a, b\n 1, 2\n\n3,4\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n3,\"4\"\n")]
    [InlineData("a,b\n1e0,+2\n3.0,40e-1\n")]
    public void Rows_of_numbers_are_read_however_they_are_written(string text)
    {
        var (table, faults) = Read(text);
        Assert.Empty(faults.First);
        Assert.Equal(["a", "b"], table!.Columns);
        Assert.Equal([1, 2, 3, 4], table.Rows.SelectMany(r => r));
    }

    [Theory]
    [InlineData("", "line 1 is empty: give a header and at least two rows of numbers")]
    [InlineData("a,b\n", "the table has a header and no row of numbers: give at least two")]
    [InlineData("a,b\n1,2\n", "the table has a header and one row of numbers: give at least two")]
    [InlineData("a\n1\n2\n", "line 1 has 1 columns: give at least one input and the target, separated by commas, and at most 100000")]
    [InlineData("a,b\n1,x\n3,4\n", "line 2, column 2 (b) is 'x', not a number")]
    [InlineData("a,b\n1,2\n3,\n", "line 3, column 2 (b) is missing: leave the row out, or fill it in")]
    [InlineData("a,b\n1,2\n3,NaN\n", "line 3, column 2 (b) is 'NaN', not a finite number of float32's range")]
    [InlineData("a,b\n1,2\n-Infinity,1\n", "line 3, column 1 (a) is '-Infinity', not a finite number of float32's range")]
    [InlineData("a,b\n1,2\n1e39,1\n", "line 3, column 1 (a) is '1e39', not a finite number of float32's range")]
    [InlineData("a,b\n1,2,3\n3,4\n", "line 2 has 3 fields, and the header 2")]
    [InlineData("a,b\n1;2\n3;4\n", "line 2 has 1 fields, and the header 2")]
    [InlineData("a,b\n1,2\n\n3\n", "line 4 has 1 fields, and the header 2")]
    [InlineData("a,a\n1,2\n3,4\n", "line 1, column 2 is called a, as one before it")]
    [InlineData("a,\n1,2\n3,4\n", "line 1, column 2 has no name")]
    [InlineData("1,2\n3,4\n5,6\n", "line 1, column 1 is called 1, a number: the first line must name the columns")]
    [InlineData("a,b\n1,\"2\n3,4\n", "line 2 is not quoted as RFC 4180 says: close the quotes, and double those inside")]
    public void What_is_wrong_is_told_by_line_and_column(string text, string fault)
    {
        var (table, faults) = Read(text);
        Assert.Null(table);
        Assert.Equal(fault, faults.First[0].ToString());
    }

    [Fact]
    public void All_faults_are_counted_and_the_first_twenty_told()
    {
        var (_, faults) = Read("a,b\n" + string.Concat(Enumerable.Repeat("x,y\n", 30)));
        Assert.Equal(60, faults.Count);
        Assert.Equal(DataTable.MostFaults, faults.First.Count);
        Assert.Equal((2, 1, 11, 2), (faults.First[0].Line, faults.First[0].Column, faults.First[^1].Line, faults.First[^1].Column));
    }

    [Fact]
    public void No_text_makes_the_reader_throw()
    {
        const int Seed = 20260101;
        var random = new Random(Seed);
        const string Letters = "a1,.\"\n\r -+eE;\t\uFEFFé";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Letters[random.Next(Letters.Length)]));
            var (table, faults) = Read(text);
            Assert.True(table is null == faults.Count > 0, $"'{text}', seed {Seed}");
        }
    }

    [Fact]
    public void Constant_columns_and_targets_without_spread_are_named()
    {
        var (data, faults) = DataSet.ForRegression("some", Read("a,b,c\n1,2,5\n1,3,5\n").Table!);
        Assert.Null(data);
        Assert.Equal(
            [
                "column 1 (a) is the same in every row and cannot be standardised: leave it out",
                "column 3 (c), the target, is the same in every row: there is nothing to learn",
            ],
            faults.First.Select(f => f.ToString()));
    }

    [Fact]
    public void A_column_is_constant_also_where_its_mean_is_rounded()
    {
        var table = Read("a,b,c\n0.1,2,1\n0.1,3,2\n0.1,3,3\n").Table!;
        Assert.NotEqual(0.1, table.Rows.Sum(r => r[0]) / 3);
        var (data, faults) = DataSet.ForRegression("some", table);
        Assert.Null(data);
        Assert.Equal((0, 1), (Assert.Single(faults.First).Line, faults.First[0].Column));
        Assert.NotEmpty(DataSet.ForClasses("some", Read("a,b,c\n0.1,0.1,0\n0.1,0.1,1\n0.1,0.1,0\n").Table!, 2).Faults.First);
    }

    [Fact]
    public void Classes_are_whole_numbers_below_their_count()
    {
        var (data, faults) = DataSet.ForClasses("some", Read("a,c\n1,0\n2,1.5\n3,-1\n4,3\n").Table!, 3);
        Assert.Null(data);
        Assert.Equal([3, 4, 5], faults.First.Select(f => f.Line));
        Assert.Equal("line 3, column 2 is 1.5, not a class from 0 to 2", faults.First[0].ToString());
    }

    [Theory]
    [InlineData("concrete", 1030, 8)]
    [InlineData("auto-mpg", 392, 9)]
    [InlineData("servo", 167, 12)]
    [InlineData("diabetes", 442, 10)]
    [InlineData("digits", 1797, 64)]
    public void The_farm_s_own_sets_are_read_and_scaled(string name, int rows, int inputs)
    {
        var data = BuiltInData.Of(name);
        Assert.Equal((rows, inputs), (data.Rows, data.Inputs.Columns));
        if (data.Classes is { } classes)
        {
            var all = Enumerable.Range(0, rows).SelectMany(r => data.Inputs.Row(r).ToArray()).Select(x => (double)x).ToArray();
            Assert.Equal(Enumerable.Range(0, 10), classes.Distinct().Order());
            Assert.Equal(0, all.Average(), 1e-5);
            Assert.Equal(1, all.Average(x => x * x), 1e-5);
            return;
        }

        for (var column = 0; column < inputs; column++)
        {
            var numbers = Enumerable.Range(0, rows).Select(r => (double)data.Inputs.Row(r)[column]).ToArray();
            Assert.Equal(0, numbers.Average(), 1e-5);
            Assert.Equal(1, numbers.Average(x => x * x), 1e-5);
        }

        Assert.Equal(0, data.Targets.ToArray().Average(), 1e-12);
        Assert.Equal(1, data.Targets.ToArray().Average(x => x * x), 1e-12);
        var scaled = data.ToTrain(gamma: 1e-4, delta: 3).Targets!;
        Assert.Equal((float)(1e-4 * data.Targets[5] + 3), scaled.Row(5)[0]);
    }

    [Fact]
    public void Another_sample_makes_another_digest()
    {
        var texts = new[] { "a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4\n4,4\n", "a,b\n3,2\n1,4\n", "b,a\n1,2\n3,4\n" };
        var digests = texts.Select(t => DataSet.ForRegression("some", Read(t).Table!).Data!.Digest).ToArray();
        Assert.Equal(digests[0], digests[3]);
        Assert.Equal(3, digests.Distinct().Count());
    }

    private static DataReading Read(string text)
    {
        using var reader = new StringReader(text.TrimStart('\uFEFF'));
        return DataTable.Read(text.StartsWith('\uFEFF') ? new StreamReader(new MemoryStream(
            [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(text[1..])])) : reader);
    }
}
