namespace Farm.Numerics.Tests.Orbits;

public sealed class CycleProofTests
{
    private static readonly OrbitProblem Tent = new(new(1, 1, false, false, -1), [1], [1], 1.5);

    [Fact]
    public void The_tent_maps_cycles_exist_and_no_others()
    {
        // w goes to −2w ± 3: fixed at ±1; 0.6 → 1.8 → −0.6 → −1.8 → 0.6, which no float64 holds exactly.
        Assert.True(CycleProof.Exists(Tent, [1], 1));
        Assert.True(CycleProof.Exists(Tent, [0.6], 4));
        Assert.True(CycleProof.Exists(Tent, [-1.8], 4));
        Assert.False(CycleProof.Exists(Tent, [0.6], 2));
        Assert.False(CycleProof.Exists(Tent, [0.6], 8));

        // At a state whose patterns are no cycle's.
        Assert.False(CycleProof.Exists(Tent, [1.3], 2));
    }

    [Fact]
    public void A_cycle_on_a_kink_a_family_and_a_trained_output_are_not_proved()
    {
        Assert.False(CycleProof.Exists(Tent, [0], 1));

        // A dead ReLU stays where it is, wherever that is.
        Assert.False(CycleProof.Exists(new(new(1, 1, false, false, 0), [1], [1], 0.1), [-0.5], 1));
        Assert.False(CycleProof.Exists(OrbitCases.All["2-3-1-xor"], new double[13], 1));
    }

    [Fact]
    public void Every_binary_cycle_of_the_tent_map_is_found_from_its_float64()
    {
        // |w| = r: the tent map T(r) = |3 − 2r| has 2^p points of period dividing p; here those of p = 5 and both signs.
        const int period = 5;
        var found = new HashSet<string>();
        for (var word = 0; word < 1 << period; word++)
        {
            // r_{k+1} = ±(3 − 2r_k): solved as an affine map.
            var (slope, shift) = (1.0, 0.0);
            for (var k = 0; k < period; k++)
            {
                var sign = (word >> k & 1) == 0 ? 1 : -1;
                (slope, shift) = (-2 * sign * slope, sign * (3 - 2 * shift));
            }

            var r = shift / (1 - slope);
            if (r is > 0 and < 3 && Math.Abs(r - 1) > 1e-9)
            {
                // The sign of w follows r's itinerary: it comes back after 5 or 10 steps.
                Assert.True(CycleProof.Exists(Tent, [r], period) != CycleProof.Exists(Tent, [r], 2 * period), $"{r}");
                found.Add(r.ToString("F9"));
            }
        }

        Assert.Equal(30, found.Count);
    }
}
