using System.Text;
using System.Text.RegularExpressions;
using Farm.Coordinator.Sweeps;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Sweeps;

/// <summary>What <c>docs/SWEEPS.md</c> shows is what the reader does.</summary>
public sealed partial class SweepsDocumentTests
{
    private static readonly string Document = File.ReadAllText(RepositoryFiles.Path("docs", "SWEEPS.md"));

    private static string[] Blocks(string kind) =>
        [.. Fence().Matches(Document).Where(m => m.Groups["kind"].Value == kind).Select(m => m.Groups["text"].Value)];

    private static SweepReading Read(string text) =>
        SweepReader.ReadBytes(Encoding.UTF8.GetBytes(text), "sweep.yaml", SweepOverrides.None, BuiltInStudies.Catalog);

    [Theory]
    [InlineData(0, 9)]
    [InlineData(1, 5)]
    [InlineData(2, 90)]
    [InlineData(3, 10)]
    public void The_good_examples_read(int block, int cells)
    {
        var reading = Read(Blocks("yaml")[block]);
        Assert.Empty(Reading.Errors(reading));
        Assert.Equal(cells, reading.Sweep!.Cells.Count);
    }

    [Fact]
    public void Every_good_example_is_tested() => Assert.Equal(4, Blocks("yaml").Length);

    [Fact]
    public void The_bad_example_gives_the_errors_shown() =>
        Assert.Equal(
            Assert.Single(Blocks("errors")).TrimEnd('\n').Split('\n'),
            Reading.Errors(Read(Assert.Single(Blocks("yaml malformed")))));

    [GeneratedRegex("^```(?<kind>[a-z ]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
