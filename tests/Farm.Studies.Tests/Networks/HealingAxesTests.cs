using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Healing;
using Farm.Studies.Networks.Healing;

namespace Farm.Studies.Tests.Networks;

public sealed class HealingAxesTests
{
    public static TheoryData<string> Words => [.. HealingAxes.Words];

    [Theory]
    [MemberData(nameof(Words))]
    public void The_defaults_of_the_axes_are_those_of_the_settings(string word)
    {
        var settings = HealingSettings.Of(CellOf(word));
        Assert.Equal(new HealingSettings(word), settings);
        Assert.Equal(word != "off", settings.IsOn);
    }

    [Fact]
    public void Every_axis_sets_something()
    {
        var defaults = HealingSettings.Of(CellOf("all"));
        foreach (var axis in HealingAxes.Of(isLater: false))
        {
            var other = axis.Domain is WordDomain words
                ? Value.Of(words.Words.First(w => w != axis.Default!.Value.Text && w != "all"))
                : Value.Of(axis.Default!.Value.Number == 0 ? 0.5 : axis.Default.Value.Number * (axis.Domain is IntegerDomain ? 2 : 0.5));
            other = axis.Name == "healing_rate_most" ? Value.Of(9) : other;
            Assert.True(axis.Domain.Contains(other), axis.Name);
            var cell = axis.Name == "healing" ? CellOf(other.Word) : CellOf("all", (axis.Name, other));
            Assert.NotEqual(defaults, HealingSettings.Of(cell));
        }
    }

    [Fact]
    public void An_axis_applies_beside_the_actions_that_it_is_of()
    {
        string[] Names(string word) => [.. CellOf(word).Parameters.Keys.Order(StringComparer.Ordinal)];
        Assert.Equal(["healing"], Names("off"));
        Assert.Equal(["healing", "healing_dead_data", "healing_every", "healing_margin"], Names("bias-warm-up"));
        Assert.Equal(["healing", "healing_every", "healing_gradient", "healing_slope", "healing_slope_updates", "healing_torque"], Names("leaky"));
        Assert.Equal(["healing", "healing_rate_every", "healing_rate_least", "healing_rate_most"], Names("step-size"));
        Assert.Equal(["healing", "healing_decay"], Names("weight-decay"));
        Assert.Equal(HealingAxes.Of(isLater: false).Select(a => a.Name).Order(StringComparer.Ordinal), Names("all"));
    }

    [Fact]
    public void A_study_that_gains_healing_later_keeps_its_keys_and_may_have_words_of_its_own()
    {
        var axes = HealingAxes.Of(isLater: true, "rescue");
        Assert.All(axes, a => Assert.True(a.IsLater));
        Assert.True(axes[0].Domain.Contains(Value.Of("rescue")));
        Assert.False(HealingAxes.Of(isLater: false)[0].Domain.Contains(Value.Of("rescue")));
        Assert.False(new HealingSettings("rescue").IsOn);
    }

    [Fact]
    public void A_cell_has_a_column_for_each_action_that_can_happen()
    {
        foreach (var word in HealingAxes.Words)
        {
            var (cell, counts) = (CellOf(word), new HealingCounts());
            var columns = HealingColumns.All().Where(c => c.Applies(cell)).ToArray();
            var values = new double[8];
            Assert.Equal(columns.Length, HealingColumns.Write(HealingSettings.Of(cell), counts, values));
            Assert.Equal(word switch { "off" => 0, "all" => 8, _ => 1 }, columns.Length);
        }

        var state = new byte[HealingCounts.StateBytes];
        state[0] = 3;
        state[8 * (int)HealingAction.Noise + 1] = 1;
        var some = new HealingCounts();
        some.Restore(state);
        var written = new double[8];
        HealingColumns.Write(new("all"), some, written);
        Assert.Equal([3, 0, 256, 0, 0, 0, 0, 0], written);
        Assert.Equal("healed_noise", HealingColumns.All()[2].Name);
    }

    [Theory]
    [InlineData("bias-warm-up", Activation.Abs, "healing")]
    [InlineData("leaky", Activation.Abs, "healing")]
    [InlineData("leaky", Activation.LeakyRelu, "healing")]
    [InlineData("leaky", Activation.Relu, null)]
    [InlineData("bias-warm-up", Activation.LeakyRelu, null)]
    [InlineData("all", Activation.Abs, null)]
    [InlineData("off", Activation.Abs, null)]
    public void What_a_network_gives_no_occasion_for_is_refused(string word, Activation activation, string? axis)
    {
        var refusals = HealingRefusals.Of(new(word), new NetworkShape(2, 3, 1, 1) { Activation = activation });
        Assert.Equal(axis is null ? [] : [axis], refusals.Select(r => r.Axis));
    }

    [Fact]
    public void Units_that_are_never_off_are_not_waited_for()
    {
        var leaky = new NetworkShape(2, 3, 1, 1) { Activation = Activation.LeakyRelu };
        var settings = new HealingSettings("prune") { Targets = HealingTargets.Off };
        Assert.Equal(["healing_target"], HealingRefusals.Of(settings, leaky).Select(r => r.Axis));
        Assert.Empty(HealingRefusals.Of(settings, new(2, 3, 1, 1)));
        Assert.Empty(HealingRefusals.Of(settings with { Targets = HealingTargets.Off | HealingTargets.Collapsed }, leaky));
    }

    [Fact]
    public void All_leaves_out_what_a_network_gives_no_occasion_for()
    {
        var settings = new HealingSettings("all") { Every = 1, Torque = new(1, 0), Turn = 0.001f };
        var training = new HealedTraining(new(5, 8, 2, 1) { Activation = Activation.Abs }, settings);
        training.Trainer.Parameters.Biases(0).Row(0).Fill(-50);
        training.Steps(30);
        Assert.Equal((0, 0), (training.Healing.Counts[HealingAction.BiasWarmUp], training.Healing.Counts[HealingAction.Leaky]));
        Assert.True(training.Healing.Counts[HealingAction.Noise] > 0);
        Assert.All(training.Trainer.Slopes, s => Assert.All(s.Row(0).ToArray(), slope => Assert.Equal(-1, slope)));
    }

    private static Cell CellOf(string word, params (string Axis, Value Value)[] given)
    {
        var parameters = new Dictionary<string, Value>();
        foreach (var axis in HealingAxes.Of(isLater: false).Where(a => a.Applies(parameters)))
        {
            Assert.True(axis.Domain.Contains(axis.Default!.Value), axis.Name);
            parameters[axis.Name] = axis.Name == "healing" ? Value.Of(word)
                : given.FirstOrDefault(g => g.Axis == axis.Name) is { Axis: not null } other ? other.Value
                : axis.Default.Value;
        }

        return Cell.Create("test", parameters);
    }
}
