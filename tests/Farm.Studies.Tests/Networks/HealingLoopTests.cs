using Farm.Numerics;
using Farm.Studies.Healing;
using Xunit.Abstractions;

namespace Farm.Studies.Tests.Networks;

/// <summary>The loop around the actions: when it looks, how it escalates, what it carries from slice to slice.</summary>
public sealed class HealingLoopTests(ITestOutputHelper output)
{
    private static readonly NetworkShape shape = new(5, 20, 3, 2);

    [Fact]
    public void A_unit_without_torque_is_turned_by_tangent_then_by_noise_then_made_leaky_and_leaky_again()
    {
        var training = new HealedTraining(shape, HealedTraining.Busy with { Every = 1, Torque = new(1e-3, 1e-3) });
        training.Step();
        training.Log.Clear();
        for (var i = 0; i < 14; i++)
        {
            training.Differentiate();
            training.TakeTorque(1, 4);
            training.Healing.Look(training.Trainer, 1);
            training.Trainer.Update();
        }

        Assert.Equal(
            [(1, HealingAction.Tangent), (2, HealingAction.Noise), (3, HealingAction.Leaky), (11, HealingAction.Leaky)],
            training.Log.Events.Where(e => (e.Layer, e.Unit) == (1, 4) && e.Action != HealingAction.StepSize)
                .Select(e => ((int)e.Update, e.Action)));
    }

    [Fact]
    public void A_unit_that_a_check_finds_in_bounds_begins_anew()
    {
        var training = new HealedTraining(shape, HealedTraining.Busy with { Every = 1, Torque = new(1e-3, 1e-3) });
        training.Step();
        training.Log.Clear();
        foreach (var isBroken in new[] { true, true, false, true })
        {
            training.Differentiate();
            if (isBroken)
            {
                training.TakeTorque(1, 4);
            }

            training.Healing.Look(training.Trainer, 1);
            training.Trainer.Update();
        }

        Assert.Equal(
            [HealingAction.Tangent, HealingAction.Noise, HealingAction.Tangent],
            training.Log.Events.Where(e => (e.Layer, e.Unit) == (1, 4) && e.Action != HealingAction.StepSize).Select(e => e.Action));
    }

    [Theory]
    [InlineData("tangent", HealingAction.Tangent)]
    [InlineData("noise", HealingAction.Noise)]
    public void A_single_action_is_repeated_at_every_check_that_calls_for_it(string word, HealingAction action)
    {
        var training = new HealedTraining(shape, HealedTraining.Busy with { Word = word, Every = 4, Torque = new(1e-3, 1e-3) });
        for (var i = 0; i < 13; i++)
        {
            training.Differentiate();
            training.TakeTorque(1, 4);
            training.Healing.Look(training.Trainer, 1);
            training.Trainer.Update();
        }

        Assert.Equal([(4, action), (8, action), (12, action)], training.Log.Events.Select(e => ((int)e.Update, e.Action)));
        Assert.Equal(3, training.Healing.Counts[action]);
    }

    [Theory]
    [InlineData(OptimizerKind.GradientDescent, false)]
    [InlineData(OptimizerKind.Adam, false)]
    [InlineData(OptimizerKind.Adam, true)]
    public void Where_slices_end_means_nothing(OptimizerKind optimizer, bool isResidual)
    {
        var seed = Seeds.New(output);
        var random = new Random(seed);
        var network = isResidual ? shape with { Depth = 4, IsResidual = true } : shape;
        var settings = HealedTraining.Busy with { Checks = 1, Torque = new(0.8, 0) };
        var whole = new HealedTraining(network, settings, optimizer);
        GloomySteps(whole, 150);
        Assert.All(HealingAxes.Actions, a => Assert.True(whole.Healing.Counts[a] > 0, a.ToString()));

        byte[]? state = null;
        var events = new List<HealingEvent>();
        for (var done = 0; done < 150;)
        {
            var steps = Math.Min(random.Next(1, 12), 150 - done);
            var slice = new HealedTraining(network, settings, optimizer);
            if (state is not null)
            {
                slice.Restore(state);
            }

            GloomySteps(slice, steps);
            done += steps;
            state = slice.State();
            events.AddRange(slice.Log.Events);
        }

        Assert.Equal(whole.State(), state);
        Assert.Equal(whole.Log.Events, events);
    }

    [Fact]
    public void A_loop_that_has_healed_one_trial_heals_the_next_as_a_new_one_does()
    {
        var (used, fresh) = (new HealedTraining(shape, HealedTraining.Busy), new HealedTraining(shape, HealedTraining.Busy));
        used.Steps(60);
        used.Begin(8);
        used.Steps(60);
        fresh.Begin(8);
        fresh.Steps(60);
        Assert.Equal(fresh.State(), used.State());
        Assert.Equal(fresh.Log.Events, used.Log.Events);
        Assert.NotEmpty(used.Log.Events);
    }

    [Fact]
    public void The_bits_are_the_same_at_every_width()
    {
        var states = new List<byte[]>();
        foreach (var width in XorCells.Widths)
        {
            var training = new HealedTraining(shape, HealedTraining.Busy, width: width);
            training.Steps(100);
            states.Add(training.State());
        }

        Assert.Equal(states[0], states[1]);
        Assert.Equal(states[0], states[2]);
    }

    [Theory]
    [InlineData("off")]
    [InlineData("rescue")]
    public void Without_healing_training_is_what_it_is_without_the_loop(string word)
    {
        var (with, without) = (new HealedTraining(shape, new(word) { Every = 1 }), new HealedTraining(shape, HealingSettings.Off));
        with.Steps(100);
        for (var i = 0; i < 100; i++)
        {
            without.Differentiate();
            without.Trainer.Update();
        }

        Assert.False(with.Settings.IsOn);
        Assert.Equal(without.State(), with.State());
        Assert.Empty(with.Log.Events);
    }

    [Fact]
    public void A_loop_that_finds_nothing_to_heal_changes_no_bit()
    {
        var settings = new HealingSettings("all") { Every = 1, RateEvery = 1000, DeadData = 1, Torque = new(0, 0), Norm = 0, Decay = 0 };
        var (with, without) = (new HealedTraining(shape, settings), new HealedTraining(shape, HealingSettings.Off));
        with.Steps(100);
        without.Steps(100);
        Assert.Equal([HealingAction.WeightDecay], with.Actions);
        Assert.Equal(without.State()[..without.Trainer.StateBytes], with.State()[..without.Trainer.StateBytes]);
    }

    [Fact]
    public void Nothing_is_done_to_a_training_that_has_diverged()
    {
        var training = new HealedTraining(shape, HealedTraining.Busy);
        training.Steps(3);
        training.Log.Clear();
        training.Differentiate();
        var before = training.State();
        training.Healing.Look(training.Trainer, double.NaN);
        training.Healing.Look(training.Trainer, double.PositiveInfinity);
        Assert.Equal(before, training.State());
        Assert.Empty(training.Log.Events);
    }

    [Fact]
    public void Looking_allocates_nothing_when_nobody_listens()
    {
        var training = new HealedTraining(shape, HealedTraining.Busy with { Targets = HealingTargets.Collapsed });
        training.Healing.Log = null;
        Assert.Equal(0, Allocations.Of(() => training.Steps(50)));
    }

    [Fact]
    public void A_log_that_is_full_counts_what_it_drops()
    {
        var training = new HealedTraining(shape, HealedTraining.Busy);
        var log = new HealingLog(5);
        training.Healing.Log = log;
        training.Steps(60);
        Assert.Equal(5, log.Events.Count);
        Assert.Equal(HealingAxes.Actions.Sum(a => training.Healing.Counts[a]), 5 + log.Dropped);
        log.Clear();
        Assert.Equal((0, 0), (log.Events.Count, log.Dropped));
    }

    /// <summary>A training that now and then gets dead data in one layer and dead units in another.</summary>
    private static void GloomySteps(HealedTraining training, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (training.Trainer.Updates % 40 == 0)
            {
                training.Trainer.Parameters.UnitBiases(0).Row(0)[..4].Fill(-100);
                training.Trainer.Parameters.UnitBiases(1).Row(0).Fill(-9);
            }

            training.Step();
        }
    }

    [Fact]
    public void A_state_of_another_network_is_refused()
    {
        var (one, other) = (new HealedTraining(shape, HealedTraining.Busy), new HealedTraining(shape with { Width = 21 }, HealedTraining.Busy));
        var state = new byte[other.Healing.StateBytes];
        other.Healing.Save(state);
        Assert.Throws<ArgumentException>(() => one.Healing.Restore(state));
    }
}
