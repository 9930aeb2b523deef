using System.Security.Cryptography;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Healing;
using Farm.Studies.Xor;
using MathNet.Numerics.LinearAlgebra;
using Xunit.Abstractions;

namespace Farm.Studies.Tests;

/// <summary>Healing of xor trials as a whole: what is logged, what stays as it was, what is refused.</summary>
public sealed class XorHealingTests(ITestOutputHelper output)
{
    [Fact]
    public void A_watched_trials_events_are_the_scalar_ones_and_as_many_as_its_columns_say()
    {
        var seen = new HashSet<HealingAction>();
        foreach (var kind in XorCells.HealedKinds)
        {
            var cell = XorCells.Of(kind);
            var scalar = new XorScalar(cell, XorCells.Seed);
            foreach (var width in XorCells.Widths)
            {
                var runner = XorCells.Study.CreateRunner(width);
                for (var trial = 30; trial < 70; trial += 3)
                {
                    var log = new HealingLog(100_000);
                    ((IHealedRunner)runner).Watch(trial, log);
                    var columns = XorCells.Run(cell, width, 0, 100, runner);
                    var expected = scalar.Heal(trial).Events;
                    Assert.Equal(expected, log.Events);
                    seen.UnionWith(expected.Select(e => e.Action));
                    foreach (var m in columns.Measurements.Where(m => m.Name.StartsWith("healed_", StringComparison.Ordinal) && m.Unit == "actions"))
                    {
                        var count = log.Events.Count(e => HealingColumns.NameOf(e.Action) == m.Name);
                        Assert.Equal(count, XorCells.ValueOf(columns, m.Name, trial));
                    }
                }
            }
        }

        Assert.Equal(Enum.GetValues<HealingAction>(), seen.Order());
    }

    [Theory]
    [InlineData("healing=tangent,healing_gradient=1000000", "")]
    [InlineData("healing=leaky,healing_gradient=1000000", "")]
    [InlineData("healing=leaky,healing_gradient=1000000,init_std=1,optimizer=heavy-ball", "init_std=1,optimizer=heavy-ball")]
    [InlineData("healing=noise,healing_gradient=1000000,slope=0.2,optimizer=gradient-descent", "slope=0.2,optimizer=gradient-descent")]
    [InlineData("healing=prune,healing_norm=0", "")]
    [InlineData("healing=step-size,healing_rate_every=1000", "")]
    [InlineData("healing=rescue,model=relu,init=sphere,radius=1.35,max_epochs=5", "model=relu,init=sphere,radius=1.35,max_epochs=5,patience=1000")]
    public void A_loop_that_finds_nothing_to_do_changes_no_bit(string healed, string unhealed)
    {
        // Of one random stream: cells of different keys draw different starts.
        var with = Run(healed);
        var without = Run(unhealed);
        foreach (var measurement in without.Measurements)
        {
            Assert.Equal(
                without.Raw(without.IndexOf(measurement.Name)), with.Raw(with.IndexOf(measurement.Name)));
        }

        Assert.All(XorCells.Values(with, "healed_first"), first => Assert.True(double.IsNaN(first)));
    }

    private static TrialColumns Run(string kind)
    {
        var settings = new XorSettings(XorCells.Of(kind));
        var columns = new TrialColumns(XorCells.Study.Description.MeasurementsOf(XorCells.Of(kind)), 600);
        columns.Begin(0, 600);
        XorKernels.Create(LaneWidths.Widest, XorKernelKind.Of(settings)).Run(settings, key: 11, columns);
        return columns;
    }

    [Fact]
    public void The_columns_of_healed_cells_keep_their_bits()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var kind in XorCells.HealedKinds)
        {
            var columns = XorCells.Run(XorCells.Of(kind), LaneWidth.Bits256, 5_000, 100);
            for (var column = 0; column < columns.Measurements.Count; column++)
            {
                hash.AppendData(columns.Raw(column));
            }
        }

        Assert.Equal("86755859F55FD645", Convert.ToHexString(hash.GetHashAndReset())[..16]);
    }

    [Fact]
    public void Healed_trials_depend_neither_on_their_neighbours_nor_on_how_runs_are_cut()
    {
        foreach (var kind in new[] { "healing=rescue,rescue_kind=noise", "healing=all,healing_norm=0.3,healing_checks=1" })
        {
            XorCells.AssertSameHoweverCut(kind, trials: 2000, runs: 20, octavesOfRows: 10, seed: 20261127);
        }
    }

    [Fact]
    public void A_rescued_trial_never_stalls()
    {
        var ends = XorCells.Values(XorCells.Run(XorCells.Of("healing=rescue,rescue_kind=bias"), LaneWidths.Widest, 0, 2000), "end");
        Assert.DoesNotContain(1, ends);
        Assert.Contains(2, ends);
    }

    [Fact]
    public void A_cells_key_names_healing_only_where_it_is_on_and_what_differs_from_its_defaults()
    {
        Assert.DoesNotContain("heal", XorCells.Of("").Key, StringComparison.Ordinal);
        Assert.Equal(XorCells.Of("").Key, XorCells.Of("healing=off").Key);
        Assert.Contains("healing=rescue;", XorCells.Of("healing=rescue,rescue_kind=joint").Key, StringComparison.Ordinal);
        Assert.DoesNotContain("rescue_kind", XorCells.Of("healing=rescue,rescue_kind=joint").Key, StringComparison.Ordinal);
        Assert.Contains("rescue_kind=bias", XorCells.Of("healing=rescue,rescue_kind=bias").Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("healing=rescue,model=abs", "healing")]
    [InlineData("healing=rescue,patience=11", "patience")]
    [InlineData("healing=rescue,min_improvement=0", "min_improvement")]
    [InlineData("healing=bias-warm-up,model=abs", "healing")]
    [InlineData("healing=leaky,slope=0.1", "healing")]
    [InlineData("healing=leaky,model=abs", "healing")]
    [InlineData("healing=reinit,healing_target=off,slope=0.1", "healing_target")]
    [InlineData("healing=prune,healing_target=off,model=abs", "healing_target")]
    public void Healing_without_an_occasion_is_refused_with_the_axis_to_change(string kind, string axis) =>
        Assert.Equal(axis, Assert.Single(XorCells.Study.Refuse(XorCells.Of(kind))).Axis);

    [Fact]
    public void An_unhealed_cell_has_neither_the_loops_parameters_nor_its_columns()
    {
        var off = XorCells.Of("");
        Assert.All(
            XorAxes.All.Where(a => a.IsLater && a.Name != "healing"), a => Assert.False(a.Applies(off.Parameters), a.Name));
        Assert.DoesNotContain(
            XorCells.Study.Description.MeasurementsOf(off), m => m.Name.StartsWith("healed", StringComparison.Ordinal));
        Assert.Equal(
            ["healed_revive", "healed_centre"],
            XorCells.Study.Description.MeasurementsOf(XorCells.Of("healing=rescue"))
                .Where(m => m.Unit == "actions").Select(m => m.Name));
    }

    [Fact]
    public void The_largest_eigenvalue_of_three_is_that_of_a_dense_decomposition()
    {
        var random = new Random(Seeds.New(output));
        for (var i = 0; i < 20_000; i++)
        {
            var scale = Math.Pow(10, random.Next(-9, 9));
            var vectors = Matrix<double>.Build.Dense(3, random.Next(1, 5), (_, _) => random.Next(3) - 1 + (random.Next(2) * random.NextDouble()));
            var matrix = scale * vectors * vectors.Transpose();
            var expected = matrix.Evd(Symmetricity.Symmetric).EigenValues.Max(e => e.Real);
            var actual = LargestOfThree.Of(matrix[0, 0], matrix[1, 1], matrix[2, 2], matrix[0, 1], matrix[0, 2], matrix[1, 2]);
            Assert.True(
                Math.Abs(actual - expected) <= 1e-14 * Math.Max(expected, matrix.Trace()), $"{actual}, not {expected}");
        }
    }
}
