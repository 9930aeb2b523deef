using System.Runtime.CompilerServices;
using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Tests.Examples;

public sealed class WalkStudyTests
{
    private static readonly Cell cell =
        Cell.Create("walk", [new("steps", Value.Of(20)), new("up", Value.Of(0.5))]);

    [Fact]
    public void The_guide_shows_the_example_as_it_is_compiled_here()
    {
        var guide = File.ReadAllText(Path.Combine(Here(), "..", "..", "..", "docs", "STUDIES.md"));
        Assert.Contains(File.ReadAllText(Path.Combine(Here(), "WalkStudy.cs")), guide, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fair_walk_of_20_steps_comes_back_as_often_as_the_closed_form_says()
    {
        var columns = Run(0, 40_000);
        var share = columns.Bytes(0).ToArray().Average(b => (double)b);
        // P(no return in 2n steps) = C(2n, n) / 4^n, n = 10.
        var expected = 1 - 184_756 / Math.Pow(4, 10);
        Assert.InRange(share, expected - 0.01, expected + 0.01);
    }

    [Fact]
    public void Trials_do_not_depend_on_how_they_are_split()
    {
        var whole = Run(0, 100);
        var part = Run(37, 20);
        Assert.Equal(whole.Counts(1).Slice(37, 20).ToArray(), part.Counts(1).ToArray());
    }

    private static TrialColumns Run(long first, int rows)
    {
        var study = new WalkStudy();
        var columns = new TrialColumns(study.Description.MeasurementsOf(cell), rows);
        columns.Begin(first, rows);
        study.CreateRunner(LaneWidths.Widest).Run(cell, seed: 1, columns);
        return columns;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
