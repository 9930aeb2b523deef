using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Equilibria;

namespace Farm.Studies.Tests.Equilibria;

public sealed partial class EquilibriaStudyTests
{
    private static readonly StudyDescription description = EquilibriaCells.Study.Description;

    [Fact]
    public void The_default_cells_key_never_changes() => Assert.Equal(
        "equilibria;data=xor;loss_kind=sum;model=relu;over=faces", EquilibriaCells.Of("").Key);

    [Fact]
    public void Axes_and_measurements_have_each_a_name_of_their_own_and_what_is_kept_fits_eight_bytes()
    {
        string[] names = [.. description.Axes.Select(a => a.Name), .. description.Measurements.Select(m => m.Name)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches(SnakeCase(), name));
        Assert.InRange(description.Measurements.Sum(m => m.KeptBits), 1, 64);
        Assert.Equal(Enum.GetValues<EquilibriumKind>().Length, description.Measurements.Single(m => m.Name == "kind").Words.Count);
        Assert.Equal(Enum.GetValues<TurnLaw>().Length, TurnLaws.Words.Count);
    }

    [Theory]
    [InlineData("model=relu", 81)]
    [InlineData("model=relu-pair", 6561)]
    [InlineData("model=relu-pair,data=tent", 729)]
    [InlineData("model=abs,over=circle,quarter_points=5", 20)]
    public void Trials_are_implied_and_complete(string parameters, int trials)
    {
        var lattice = description.Enumerated!(EquilibriaCells.Of(parameters));
        Assert.Equal(trials, lattice.Points);
        Assert.False(lattice.IsOfContinuum);
    }

    [Theory]
    [InlineData("model=relu-pair,over=circle", "over")]
    [InlineData("model=relu,data=tent,over=circle", "over")]
    [InlineData("model=relu-pair,data=parity-3", "data")]
    public void What_cannot_be_computed_is_refused(string parameters, string axis) =>
        Assert.Equal(axis, Assert.Single(EquilibriaCells.Study.Refuse(EquilibriaCells.Of(parameters))).Axis);

    [Fact]
    public void What_can_be_computed_is_not() => Assert.All(
        ["model=abs", "model=relu-pair,data=tent", "model=leaky,data=parity-3", "model=relu,over=circle"],
        p => Assert.Empty(EquilibriaCells.Study.Refuse(EquilibriaCells.Of(p))));

    [Fact]
    public void Signs_and_trials_name_each_other()
    {
        var cell = EquilibriaCells.Of("model=relu-pair");
        Assert.All([0L, 1, 3280, 6560], t => Assert.Equal(t, EquilibriaStudy.TrialOf(EquilibriaStudy.SignsOf(cell, t))));
        Assert.Equal("+-0+----", EquilibriaStudy.SignsOf(cell, 2 + 9 + 54));
        Assert.Throws<FormatException>(() => EquilibriaStudy.TrialOf("+x"));
        Assert.Equal(["(-1, -1) → 0", "(1, -1) → 1", "(-1, 1) → 1", "(1, 1) → 0"], EquilibriaStudy.SamplesOf(cell));
    }

    [Theory]
    [InlineData("model=abs")]
    [InlineData("model=relu-pair,data=tent")]
    [InlineData("model=relu,over=circle,bias=0.1")]
    public void The_bits_do_not_depend_on_how_trials_are_split(string parameters)
    {
        var (cell, whole) = (EquilibriaCells.Of(parameters), EquilibriaCells.All(parameters));
        for (var first = 0; first < whole.Rows; first += 7)
        {
            var part = EquilibriaCells.Run(cell, first, Math.Min(7, whole.Rows - first));
            for (var column = 0; column < whole.Measurements.Count; column++)
            {
                var bytes = whole.Measurements[column].Type.Bytes;
                Assert.Equal(whole.Raw(column).Slice(first * bytes, part.Rows * bytes).ToArray(), part.Raw(column).ToArray());
            }
        }
    }

    [Fact]
    public void The_columns_keep_their_bits()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameters in (string[])
            ["model=abs", "model=relu", "model=leaky,slope=0.1,loss_kind=mean", "model=relu-pair,data=tent", "over=circle,bias=0.1"])
        {
            var columns = EquilibriaCells.All(parameters);
            for (var column = 0; column < columns.Measurements.Count; column++)
            {
                hash.AppendData(columns.Raw(column));
            }
        }

        Assert.Equal("C48395E7AAADFE79", Convert.ToHexString(hash.GetHashAndReset())[..16]);
    }

    [Fact]
    public void A_leaky_slope_is_taken_as_the_decimal_it_is_written_as()
    {
        var model = UnitModel.Of(EquilibriaCells.Of("model=leaky,slope=0.1"));
        Assert.Equal(Rational.Of(1, 10), model.Below);

        // One side of every kink still pulls, so that nothing rests where all points are below.
        var all = EquilibriaCells.All("model=leaky,slope=0.1");
        Assert.Equal("none", all.Word(EquilibriaCells.Trial("----"), "kind"));
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
