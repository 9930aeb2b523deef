using System.Text;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Data;
using Farm.Studies.DeepNet;
using Farm.Studies.Regression;

namespace Farm.Studies.Tests.Data;

/// <summary>Data sets of a user's files: their words, and what is said where they are not.</summary>
public sealed class DataLibraryTests
{
    private const int Record = 3073;

    [Fact]
    public void A_table_is_called_by_its_name_and_its_content()
    {
        var library = Of(("wine.csv", "a,b\n1,2\n3,5\n"), ("beer.csv", "a,b\n1,2\n3,5\n"), ("ale.csv", "a,b\n1,2\n4,4\n5,5\n"));
        Assert.Equal(3, library.Users.Count);
        var wine = library.Users[0];
        Assert.Equal($"wine@{wine.Digest[..16]}", wine.Word);
        Assert.Equal(wine.Digest, library.Users[1].Digest);
        Assert.NotEqual(wine.Digest, library.Users[2].Digest);
        Assert.Same(wine, library.Find(wine.Word));
        Assert.Null(library.Find("wine"));
        Assert.Equal("concrete", library.Find("concrete")!.Word);
    }

    [Fact]
    public void Files_that_are_no_tables_are_told_and_others_stay()
    {
        var library = Of(("Wine.csv", "a,b\n1,2\n3,4\n"), ("bad.csv", "a,b\n1,x\n3,4\n"), ("good.csv", "a,b\n1,2\n3,4\n"), ("notes.txt", "?"));
        Assert.Equal("good", Assert.Single(library.Users).Name);
        Assert.Equal(
            [
                "Wine.csv: its name must be lower-case letters, digits, hyphens and underscores",
                "bad.csv: line 2, column 2 (b) is 'x', not a number",
            ],
            library.Problems);
    }

    [Theory]
    [InlineData("digits")]
    [InlineData("concrete")]
    [InlineData("cifar-10")]
    public void A_table_cannot_have_the_name_of_a_set_that_the_farm_knows(string name)
    {
        var library = Of(($"{name}.csv", "a,b\n1,2\n3,4\n"));
        Assert.Empty(library.Users);
        Assert.Equal($"{name}.csv: {name} is a set that the farm knows: give your table another name", Assert.Single(library.Problems));
    }

    [Fact]
    public void A_cell_whose_data_are_not_here_is_refused_with_what_is_here()
    {
        var library = Of(("wine.csv", "a,b\n1,2\n3,4\n"), ("bad.csv", "a,b\n1,x\n3,4\n"));
        var refusal = Assert.Single(new RegressionStudy(library).Refuse(CellOf("wine@0123456789abcdef")));
        Assert.Equal("data", refusal.Axis);
        Assert.Equal(
            $"this host has no data set wine@0123456789abcdef: set FARM_DATA to the folder of its file (there is {library.Users[0].Word}; bad.csv: line 2, column 2 (b) is 'x', not a number).",
            refusal.Reason);
    }

    [Fact]
    public void A_host_without_the_data_says_so_instead_of_computing_something_else()
    {
        var study = new RegressionStudy(DataLibrary.Own);
        var cell = CellOf("wine@0123456789abcdef");
        var columns = new TrialColumns(study.Description.MeasurementsOf(cell), 1);
        columns.Begin(0, 1);
        var e = Assert.Throws<MissingDataException>(() => ((IStudy)study).CreateRunner(LaneWidths.Widest).Run(cell, 1, columns));
        Assert.StartsWith("this host has no data set wine@0123456789abcdef: set FARM_DATA", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_s_table_is_learnt_like_the_farm_s_own()
    {
        var random = new Random(5);
        var text = new StringBuilder("a,b,y\n");
        for (var i = 0; i < 200; i++)
        {
            var (a, b) = (random.NextDouble(), random.NextDouble());
            text.Append(FormattableString.Invariant($"{a},{b},{a - b}\n"));
        }

        var library = Of(("line.csv", text.ToString()));
        var study = new RegressionStudy(library);
        var cell = CellOf(library.Users[0].Word);
        Assert.Empty(study.Refuse(cell));
        var columns = new TrialColumns(study.Description.MeasurementsOf(cell), 1);
        columns.Begin(0, 1);
        ((IStudy)study).CreateRunner(LaneWidths.Widest).Run(cell, 1, columns);
        Assert.InRange(columns.ValueAt(columns.IndexOf("fit"), 0), 0, 0.05);
    }

    [Fact]
    public void Cifar_10_is_read_batch_after_batch_and_scaled()
    {
        var (first, second) = (Pictures(seed: 1, 5), Pictures(seed: 2, 4));
        var library = Of(("cifar-10-batches-bin/data_batch_2.bin", second), ("cifar-10-batches-bin/data_batch_1.bin", first), ("cifar-10-batches-bin/test_batch.bin", [77]));
        Assert.Empty(library.Problems);
        var set = Assert.Single(library.Users);
        Assert.Equal((9, 3072, 10), (set.Rows, set.Inputs.Columns, set.Outputs));
        Assert.Matches("^cifar-10@[0-9a-f]{16}$", set.Word);
        byte[] all = [.. first, .. second];
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (int)all[i * Record]), set.Classes);
        var pixels = Enumerable.Range(0, 9).SelectMany(i => all.Skip(i * Record + 1).Take(3072)).Select(p => (double)p).ToArray();
        var (mean, deviation) = (pixels.Average(), Math.Sqrt(pixels.Average(p => p * p) - pixels.Average() * pixels.Average()));
        for (var i = 0; i < pixels.Length; i += 97)
        {
            Assert.Equal((pixels[i] - mean) / deviation, set.Inputs.Row(i / 3072)[i % 3072], 1e-5);
        }

        // And it is learnt as ten classes.
        var study = new DeepNetStudy(library);
        var cell = study.CellWith(("data", Value.Of(set.Word)), ("updates", Value.Of(3)), ("width", Value.Of(4)), ("batch_size", Value.Of(4)));
        Assert.Empty(study.Refuse(cell));
        var columns = new TrialColumns(study.Description.MeasurementsOf(cell), 1);
        columns.Begin(0, 1);
        ((IStudy)study).CreateRunner(LaneWidths.Widest).Run(cell, 1, columns);
        Assert.InRange(columns.ValueAt(columns.IndexOf("accuracy"), 0), 0, 1);
        Assert.Equal(-1, columns.IndexOf("fit"));

        // A regression cannot be made of them.
        var regression = new RegressionStudy(library);
        var refusal = Assert.Single(regression.Refuse(regression.CellWith(("data", Value.Of(set.Word)))));
        Assert.Equal(("data", "its targets are classes, and this study learns numbers: use study deep-net."), (refusal.Axis, refusal.Reason));
    }

    [Theory]
    [InlineData(3 * Record - 1, 0, 0, "data_batch_1.bin ends within the picture at byte 6146: 3072 of 3073 bytes; is it cut short?")]
    [InlineData(3 * Record, Record, 10, "data_batch_1.bin has class 10 at byte 3073, not 0 to 9: is it the binary version?")]
    [InlineData(Record, 0, 0, "holds fewer than two pictures")]
    public void What_is_no_cifar_10_is_told_by_file_and_byte(int length, int at, int value, string problem)
    {
        var bytes = Pictures(seed: 1, 3)[..length];
        if (value > 0)
        {
            bytes[at] = (byte)value;
        }

        var library = Of(("cifar-10-batches-bin/data_batch_1.bin", bytes));
        Assert.Empty(library.Users);
        Assert.EndsWith(problem, Assert.Single(library.Problems), StringComparison.Ordinal);
    }

    private static Cell CellOf(string word) =>
        new RegressionStudy(DataLibrary.Own).CellWith(("data", Value.Of(word)), ("updates", Value.Of(1500)), ("width", Value.Of(50)));

    private static byte[] Pictures(int seed, int count)
    {
        var bytes = new byte[count * Record];
        var random = new Random(seed);
        random.NextBytes(bytes);
        for (var i = 0; i < count; i++)
        {
            bytes[i * Record] = (byte)random.Next(10);
        }

        return bytes;
    }

    private static DataLibrary Of(params (string Path, string Text)[] files) =>
        Of([.. files.Select(f => (f.Path, Encoding.UTF8.GetBytes(f.Text)))]);

    private static DataLibrary Of(params (string Path, byte[] Bytes)[] files) =>
        new(() => [.. files.Select(f => new DataFile(f.Path, () => new MemoryStream(f.Bytes)))]);
}
