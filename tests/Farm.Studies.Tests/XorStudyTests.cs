using System.Text.RegularExpressions;
using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Tests;

public sealed partial class XorStudyTests
{
    private static readonly StudyDescription description = XorCells.Study.Description;

    [Fact]
    public void The_catalog_knows_the_study_by_name()
    {
        Assert.Equal("xor", BuiltInStudies.Catalog.Find("xor")!.Description.Name);
        Assert.Null(BuiltInStudies.Catalog.Find("xo"));
    }

    [Fact]
    public void The_default_cells_key_never_changes() => Assert.Equal(
        "xor;adam_epsilon=1E-08;beta1=0.9;beta2=0.99;init=normal;init_std=0.5;learning_rate=0.01;max_epochs=800;"
        + "min_improvement=1E-24;model=relu-pair;optimizer=adam;patience=10;slope=0;stop_loss=1E-07",
        XorCells.Of("").Key);

    [Fact]
    public void Axes_and_measurements_have_each_a_name_of_their_own()
    {
        string[] names = [.. description.Axes.Select(a => a.Name), .. description.Measurements.Select(m => m.Name)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches(SnakeCase(), name));
    }

    [Fact]
    public void Defaults_lie_in_their_axes()
    {
        Assert.Equal(["margin"], description.Axes.Where(a => a.Default is null).Select(a => a.Name));
        Assert.All(description.Axes.Where(a => a.Default is not null), a => Assert.True(a.Domain.Contains(a.Default!.Value)));
    }

    [Fact]
    public void What_is_kept_of_a_trial_fits_eight_bytes_and_holds_its_range()
    {
        Assert.InRange(description.Measurements.Sum(m => m.KeptBits), 1, 64);
        Assert.Equal(4, description.Measurements.Single(m => m.Name == "end").Words.Count);
        Assert.Equal(Enum.GetValues<UnitType>().Length, description.Measurements.Single(m => m.Name == "unit_scaled_2").Words.Count);
    }

    [Fact]
    public void Cells_of_one_unit_have_no_second_unit_to_measure()
    {
        string[] names = [.. description.MeasurementsOf(XorCells.Of("model=abs")).Select(m => m.Name)];
        Assert.Contains("angle_1", names);
        Assert.DoesNotContain("redraws", names);
        Assert.DoesNotContain("mirror_end", names);
        Assert.DoesNotContain(names, n => n.EndsWith("_2", StringComparison.Ordinal) || n.StartsWith("w2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model=abs,init=mirror", "init")]
    [InlineData("model=relu,init=mirror", "init")]
    [InlineData("model=relu,init=live", "init")]
    [InlineData("model=relu,init=margin,margin=0.1", "init")]
    [InlineData("model=relu,init=margin,margin=0.1,margin_kind=distance", "init")]
    [InlineData("model=abs,init=margin,margin=0.1", "margin_kind")]
    [InlineData("init=margin,margin=1.01,margin_kind=distance", "margin")]
    [InlineData("init=margin,margin=1,margin_kind=distance", "margin")]
    [InlineData("init=margin,margin=5,init_std=0.5", "margin")]
    public void Cells_that_cannot_succeed_are_refused_with_the_axis_to_change(string differences, string axis)
    {
        var refusal = Assert.Single(XorCells.Study.Refuse(XorCells.Of(differences)));
        Assert.Equal(axis, refusal.Axis);
        Assert.Contains("use ", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("init=margin,margin=0.99,margin_kind=distance")]
    [InlineData("model=abs,init=live")]
    [InlineData("model=relu,init=sphere")]
    public void Cells_that_can_succeed_are_not_refused(string differences) =>
        Assert.Empty(XorCells.Study.Refuse(XorCells.Of(differences)));

    [Fact]
    public void Starts_keep_what_their_strategy_promises()
    {
        double[] Of(string kind, string measurement) =>
            XorCells.Values(XorCells.Run(XorCells.Of(kind), LaneWidth.Bits256, 0, 500), measurement);

        Assert.All(Of("init=live", "dead_start_class0").Concat(Of("init=live", "dead_start_class1")), d => Assert.Equal(0, d));
        Assert.All(Of("init=margin,margin=0.3", "start_margin_activation"), m => Assert.True(m > 0.3f));
        Assert.All(Of("init=margin,margin=0.3,margin_kind=distance", "start_margin_distance"), m => Assert.True(m >= 0.3f));
        Assert.All(Of("init=sphere,radius=1.5", "dead_start_class0"), d => Assert.Equal(0, d));
        Assert.Contains(Of("", "dead_start_class0"), d => d > 0);

        // With biases of 0 two units that see opposite pairs of points are one draw in four.
        Assert.InRange(Of("init=live", "redraws").Average(), 2, 4);
    }

    [Fact]
    public void A_trial_that_never_learns_is_exhausted_and_one_that_bursts_has_diverged()
    {
        string[] Ends(string kind) =>
        [
            .. XorCells.Values(XorCells.Run(XorCells.Of(kind), LaneWidth.Bits256, 0, 200), "end")
                .Select(e => description.Measurements.Single(m => m.Name == "end").Words[(int)e]).Distinct().Order(),
        ];
        Assert.Equal(["exhausted"], Ends("max_epochs=3,patience=100"));
        Assert.Contains("diverged", Ends("model=abs,optimizer=gradient-descent,learning_rate=10,patience=500"));
        Assert.Equal(["solved", "stalled"], Ends(""));
    }

    [Fact]
    public void Failure_falls_from_normal_to_live_to_margin_as_published()
    {
        double Failed(string kind) =>
            XorCells.Values(XorCells.Run(XorCells.Of(kind), LaneWidths.Widest, 0, 4000), "failed").Average();

        // Published: 21 of 50, 1 of 50, 0 of 500; their 99.9% Clopper-Pearson intervals.
        Assert.InRange(Failed(""), 0.20, 0.67);
        Assert.InRange(Failed("init=live"), 0.00001, 0.2);
        Assert.InRange(Failed("init=margin,margin=0.3"), 0, 0.016);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex SnakeCase();
}
