using Farm.Studies.Healing;
using Farm.Studies.Xor;

namespace Farm.Studies.Tests;

/// <summary>Every action on a trial made by hand, with what comes out of it worked out on paper.</summary>
public sealed class XorHealingActionsTests
{
    private const int Point1 = 1;

    private readonly float[] group = new float[XorRows.Count];
    private readonly float[] healing = new float[XorHealingRows.Count];
    private readonly XorPatient patient = new();
    private readonly HealingLog log = new(100);

    public XorHealingActionsTests()
    {
        patient.Begin(7, log);
        (healing[XorHealingRows.Factor], healing[XorHealingRows.Factor + 1]) = (1, 1);
        (group[XorRows.MeanWeight], group[XorRows.SquareWeight]) = (20, 400);
    }

    private XorLane Lane => new(ref group[0], ref healing[0], 1);

    [Theory]
    [InlineData(nameof(RescueKind.Weight), 6.00005f, -6.00005f, 0)]
    [InlineData(nameof(RescueKind.Bias), 0, 0, 12.0001f)]
    [InlineData(nameof(RescueKind.Joint), 4.0000333f, -4.0000333f, 4.0000333f)]
    public void A_rescue_brings_the_closest_unit_to_the_point(string kind, float moreX, float moreY, float moreB)
    {
        // On (1, −1) unit 1 has z = −2 at distance 2.83, unit 2 z = −12 at distance 1.5.
        Set(0, -0.5f, 0.5f, -1);
        Set(1, -8, 0, -4);
        healing[XorHealingRows.Streak] = 6;
        group[XorRows.Epochs] = 9;
        XorRescue.Treat(Lane, patient, 2, Enum.Parse<RescueKind>(kind), key: 1);

        Assert.Equal((-0.5f, 0.5f, -1f), Get(0));
        Assert.Equal(-8 + moreX, Get(1).X, 1e-5f);
        Assert.Equal(moreY, Get(1).Y, 1e-5f);
        Assert.Equal(-4 + moreB, Get(1).B, 1e-5f);
        Assert.Equal(0, healing[XorHealingRows.Streak]);
        var healed = Assert.Single(log.Events);
        Assert.Equal((8L, 1, HealingAction.Revive, Point1), (healed.Update, healed.Unit, healed.Action, healed.Sample));
        Assert.Equal(-12, healed.Before);
        Assert.Equal(1e-4, healed.After, 2e-6);
    }

    [Fact]
    public void A_rescue_by_noise_moves_w_as_far_but_anywhere()
    {
        Set(0, -1, 1, 0);
        Set(1, 0, 0, -3);
        healing[XorHealingRows.Streak] = 6;
        group[XorRows.Epochs] = 1;
        XorRescue.Treat(Lane, patient, 2, RescueKind.Noise, key: 1);

        // Unit 2 has w = 0: it comes last, whatever its z.
        Assert.Equal((0f, 0f, -3f), Get(1));
        var (x, y, b) = Get(0);
        Assert.Equal((2 + 1e-4) / Math.Sqrt(2), Math.Sqrt((x + 1) * (x + 1) + (y - 1) * (y - 1)), 1e-5);
        Assert.Equal(0, b);
    }

    [Fact]
    public void Of_two_units_equally_close_the_first_is_moved_and_the_other_points_counter_stays()
    {
        Set(0, -1, 1, 0);
        Set(1, -1, 1, 0);
        (healing[XorHealingRows.Streak], healing[XorHealingRows.Streak + 1]) = (6, 4);
        XorRescue.Treat(Lane, patient, 2, RescueKind.Bias, key: 1);
        Assert.Equal(2.0001f, Get(0).B);
        Assert.Equal(0, Get(1).B);
        Assert.Equal([0f, 4f], healing.AsSpan(XorHealingRows.Streak, 2));
    }

    [Fact]
    public void In_one_epoch_points_come_first_one_after_the_other_and_then_hyperplanes()
    {
        Set(0, 0.1f, -0.1f, -1);
        (healing[XorHealingRows.Streak], healing[XorHealingRows.Streak + 1], healing[XorHealingRows.Far]) = (6, 6, 4);
        XorRescue.Treat(Lane, patient, 1, RescueKind.Bias, key: 1);

        // (1, −1) asks for b = 1e-4 − 0.2; then (−1, 1) for b = 1e-4 + 0.2; then b = 0.
        Assert.Equal([HealingAction.Revive, HealingAction.Revive, HealingAction.Centre], log.Events.Select(e => e.Action));
        Assert.Equal([1, 2, -1], log.Events.Select(e => e.Sample));
        Assert.Equal([-0.8, -0.3999, 0.2001 / Math.Sqrt(0.02)], log.Events.Select(e => e.Before), new Near(1e-5));
        Assert.Equal((0.1f, -0.1f, 0f), Get(0));
        Assert.All(healing[XorHealingRows.Streak..], h => Assert.Equal(0, h));
    }

    [Fact]
    public void A_warm_up_lifts_the_worst_point_to_the_margin()
    {
        Set(0, 1, 0, 0);
        Set(1, 1, 0.5f, 0);
        Assert.True(Look("healing=bias-warm-up", update: 10));

        // Highest z: −0.5 on (−1, 1), −1 on (−1, −1).
        Assert.Equal((1f, 0f, 1.1f), Get(0));
        Assert.Equal((1f, 0.5f, 1.1f), Get(1));
        var healed = Assert.Single(log.Events);
        Assert.Equal(new(10, 0, -1, HealingAction.BiasWarmUp, 2, -1, healed.After), healed);
        Assert.Equal(0.1, healed.After, 1e-7);
        Assert.Equal((0.5f, 0f), (patient.DeadBefore, patient.DeadAfter));
        Assert.Equal(21, healing[XorHealingRows.Due]);
    }

    [Fact]
    public void A_warm_up_waits_for_more_dead_data_than_its_threshold()
    {
        Set(0, 1, 0, 0);
        Set(1, 1, 0.5f, 0);
        Assert.False(Look("healing=bias-warm-up,healing_dead_data=0.5", update: 10));
        Assert.Empty(log.Events);
        Assert.False(Look("healing=bias-warm-up", update: 11));
        Assert.Empty(log.Events);
    }

    [Fact]
    public void A_tangent_adds_the_gradients_part_across_w_and_noise_a_tenth_of_w_across_it()
    {
        Set(0, 3, 0, 0);
        Set(1, 3, 0, 0);

        // g = (2, 0.05), stored doubled: ratio 0.025.
        (group[XorRows.Gradient], group[XorRows.Gradient + 1]) = (4, 0.1f);
        Assert.True(Look("healing=tangent,healing_turn=2", update: 10));
        Assert.Equal(3f, Get(0).X);
        Assert.Equal(0.1f, Get(0).Y, 1e-7f);
        Assert.Equal((3f, 0f, 0f), Get(1));

        Set(0, 3, 0, 0);
        Assert.True(Look("healing=noise", update: 20));
        Assert.Equal(3f, Get(0).X);
        Assert.Equal(0.3f, Math.Abs(Get(0).Y), 1e-7f);
        Assert.Equal([0.025, 0.025], log.Events.Select(e => e.Before), new Near(1e-4));
        Assert.Equal(0, log.Events[0].Unit);
    }

    [Fact]
    public void A_unit_without_gradient_or_weights_has_no_torque_to_lack()
    {
        Set(0, 0, 0, 1);
        Set(1, 3, 0, 0);
        (group[XorRows.Gradient], group[XorRows.OfUnit + XorRows.Gradient]) = (4, 0.0019f);
        Assert.False(Look("healing=noise", update: 10));
        Assert.Empty(log.Events);
    }

    [Fact]
    public void A_leaky_unit_is_so_for_its_time_and_everything_escalates()
    {
        Set(0, 3, 0, 0);
        Set(1, 3, 1, 0);
        group[XorRows.Gradient] = 4;
        Assert.True(Look("healing=leaky", update: 10));
        Assert.Equal(0.01f, healing[XorHealingRows.Slope]);
        Assert.Equal(0, healing[XorHealingRows.Slope + 1]);
        Assert.False(Look("healing=leaky", update: 50));
        Assert.True(Look("healing=leaky", update: 60));
        Assert.Equal([10L, 60L], log.Events.Select(e => e.Update));

        log.Clear();
        patient.Begin(7, log);
        healing[XorHealingRows.Slope] = 0;
        foreach (var update in new[] { 10, 20, 30, 40, 80, 90 })
        {
            Set(0, 3, 0, 9);
            Look("healing=all,healing_rate_every=1000", update);
        }

        Assert.Equal(
            [HealingAction.Tangent, HealingAction.Noise, HealingAction.Leaky, HealingAction.Leaky],
            log.Events.Where(e => e.Unit == 0).Select(e => e.Action));
    }

    [Fact]
    public void A_unit_of_no_use_at_three_checks_in_a_row_is_drawn_anew_or_pruned()
    {
        foreach (var word in new[] { "reinit", "prune" })
        {
            log.Clear();
            patient.Begin(7, log);
            Set(0, -1, 0, -5);
            Set(1, 1, 0, 0);
            group.AsSpan(XorRows.Mean, 9).Fill(3);
            foreach (var update in new[] { 10, 20 })
            {
                Assert.False(Look($"healing={word},healing_target=off", update));
            }

            Assert.True(Look($"healing={word},healing_target=off", update: 30));
            var healed = Assert.Single(log.Events);
            Assert.Equal(Math.Sqrt(26), healed.Before, 1e-12);
            Assert.All(group[XorRows.Mean..XorRows.OfUnit], m => Assert.Equal(0, m));
            Assert.Equal(word == "prune", Get(0) == (0, 0, 0));
            Assert.Equal(word == "prune" ? 0 : 1, healing[XorHealingRows.Factor]);
            Assert.Equal((1f, 0f, 0f), Get(1));
            healing[XorHealingRows.Factor] = 1;
        }
    }

    [Fact]
    public void A_step_size_goes_with_the_largest_eigenvalue()
    {
        // On all four points H = 2I: λ = 2, 1/(ηλ) = 1/0.4. Off on all of them λ = 0.
        Set(0, 0.1f, 0, 5);
        Set(1, 0.1f, 0, -5);
        Assert.False(Look("healing=step-size,optimizer=gradient-descent,learning_rate=0.2", update: 10));
        Assert.Equal([2.5f, 4f], healing.AsSpan(XorHealingRows.Factor, 2));

        // Then off: the average falls to 1.8, and 1/(0.2·1.8) = 2.78.
        Set(0, 0.1f, 0, -5);
        Look("healing=step-size,optimizer=gradient-descent,learning_rate=0.2", update: 20);
        Assert.Equal(2.7777778f, healing[XorHealingRows.Factor], 1e-5f);
        Assert.Equal([2.5, 4, 2.7777], log.Events.Select(e => e.After), new Near(1e-3));
    }

    [Fact]
    public void Weight_decay_is_written_down_once()
    {
        Look("healing=weight-decay,healing_decay=0.5", update: 0);
        Look("healing=weight-decay,healing_decay=0.5", update: 10);
        Assert.Equal(new(0, -1, -1, HealingAction.WeightDecay, 0, 0, 0.5), Assert.Single(log.Events));
    }

    private bool Look(string kind, int update)
    {
        group[XorRows.Epochs] = update + 1;
        group[XorRows.Sum] = 1;
        return new XorChecks(new(XorCells.Of(kind)), key: 5, 2, isAbsolute: false).Look(Lane, patient);
    }

    private void Set(int unit, float x, float y, float b)
    {
        var at = unit * XorRows.OfUnit;
        (group[at + XorRows.WeightX], group[at + XorRows.WeightY], group[at + XorRows.Bias]) = (x, y, b);
    }

    private (float X, float Y, float B) Get(int unit)
    {
        var at = unit * XorRows.OfUnit;
        return (group[at + XorRows.WeightX], group[at + XorRows.WeightY], group[at + XorRows.Bias]);
    }

    private sealed class Near(double distance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= distance;

        public int GetHashCode(double obj) => 0;
    }
}
