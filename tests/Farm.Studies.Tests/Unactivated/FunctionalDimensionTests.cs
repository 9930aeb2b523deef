using Farm.Numerics;
using Farm.Studies.Unactivated;

namespace Farm.Studies.Tests.Unactivated;

public sealed class FunctionalDimensionTests
{
    [Fact]
    public void A_unit_that_is_never_on_takes_its_weights_with_it()
    {
        // relu(x + 1) − 2·relu(x − 1) has one scaling less a unit; the third unit's weights and output weight change nothing.
        var network = new LayeredNetwork(1, 3);
        network.Weights[0].AsSpan().Clear();
        (network.Weights[0][0], network.Weights[0][1], network.Weights[0][2]) = (1, 1, 0);
        (network.Offsets[0][0], network.Offsets[0][1], network.Offsets[0][2]) = (1, -1, -1);
        (network.Weights[1][0], network.Weights[1][1], network.Weights[1][2]) = (1, -2, 0.5);

        Assert.Equal(1 + 3 + 3, FunctionalDimension.Bound(network));
        Assert.Equal(1 + 2 + 2, Of(network, 5).Rank);
    }

    [Fact]
    public void Bounds_are_kept_and_a_stably_unactivated_unit_keeps_a_network_below_its_bound()
    {
        const string cell = "n0=2,n1=4,depth=2,hidden=3,estimator=dimension";
        const int trials = 150;
        var columns = UnactivatedCells.Run(UnactivatedCells.Of(cell), LaneWidths.Widest, 0, trials);
        var dimension = Of("dimension");
        var bound = Of("dimension_bound");
        var below = Of("below_bound");
        var dead = Of("unactivated_units");
        var gap = Of("dimension_gap");

        Assert.All(dimension.Zip(bound), pair => Assert.InRange(pair.First, 1, pair.Second));
        Assert.True(dead.Count(d => d > 0) > 5);
        Assert.All(below.Zip(dead), pair => Assert.True(pair.Second == 0 || pair.First == 1));
        Assert.True(gap.Count(g => g > 100) > 0.9 * trials, "singular values that do not count are far below those that do");

        double[] Of(string name) => [.. Enumerable.Range(0, trials).Select(row => columns.ValueAt(columns.IndexOf(name), row))];
    }

    private static DimensionFound Of(LayeredNetwork network, int seed)
    {
        var normals = new Dictionary<(int, int), double>();
        var random = new Random(seed);
        return FunctionalDimension.Of(network, (point, q) => normals.TryGetValue((point, q), out var x)
            ? x
            : normals[(point, q)] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }
}
