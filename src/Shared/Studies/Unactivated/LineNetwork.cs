using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>
/// The supremum of a neuron above any number of hidden layers of a network with one input, exactly: every unit is piecewise
/// linear on the line, and its breakpoints are carried through the layers.
/// </summary>
/// <remarks>
/// All units of a layer share one sorted list of points, between which they are linear; a unit is its values there and its
/// slopes to either side of them all. Where a unit of the next layer crosses 0 a point is added.
/// </remarks>
internal sealed class LineNetwork
{
    private readonly List<double> points = [];
    private readonly List<double> crossings = [];

    /// <summary>A layer's units: values at the points, slope left of the first, slope right of the last.</summary>
    private List<(double[] Values, double Left, double Right)> units = [];

    /// <summary>Decides a network.</summary>
    public NeuronAnswer Answer(LayeredNetwork network)
    {
        Begin(network);
        for (var layer = 0; layer < network.Layers - 1; layer++)
        {
            if (layer > 0)
            {
                units = [.. Enumerable.Range(0, network.Widths[layer + 1]).Select(unit => Combine(network, layer, unit).Unit)];
            }

            Rectify();
        }

        var (neuron, size, leftSize, rightSize) = Combine(network, network.Layers - 1, 0);
        var (leftBand, rightBand) = (leftSize * ISupremum.Tolerance, rightSize * ISupremum.Tolerance);
        if (-neuron.Left > leftBand || neuron.Right > rightBand)
        {
            return NeuronAnswer.Unbounded;
        }

        var isNear = (leftSize > 0 && Math.Abs(neuron.Left) <= leftBand)
            || (rightSize > 0 && Math.Abs(neuron.Right) <= rightBand);
        var (low, high) = (double.NegativeInfinity, double.NegativeInfinity);
        for (var i = 0; i < points.Count; i++)
        {
            low = Math.Max(low, neuron.Values[i] - ISupremum.Tolerance * size[i]);
            high = Math.Max(high, neuron.Values[i] + ISupremum.Tolerance * size[i]);
        }

        return low > 0 ? new NeuronAnswer(true, false, 0)
            : high < 0 && !isNear ? new NeuronAnswer(true, false, 1)
            : new NeuronAnswer(!isNear, true, 0);
    }

    /// <summary>The first layer's units before their activation, at the points where they are 0.</summary>
    private void Begin(LayeredNetwork network)
    {
        var (weights, offsets) = (network.Weights[0], network.Offsets[0]);
        points.Clear();
        for (var unit = 0; unit < weights.Length; unit++)
        {
            if (weights[unit] != 0)
            {
                points.Add(-offsets[unit] / weights[unit]);
            }
        }

        points.Sort();
        if (points.Count == 0)
        {
            points.Add(0);
        }

        units = [.. weights.Select((w, u) => ((double[])[.. points.Select(x => w * x + offsets[u])], w, w))];
    }

    /// <summary>A unit of the next layer before its activation, with the sizes of the sums that it is made of.</summary>
    private ((double[] Values, double Left, double Right) Unit, double[] Size, double LeftSize, double RightSize) Combine(
        LayeredNetwork network, int layer, int unit)
    {
        var below = network.Widths[layer];
        var (values, sizes) = (new double[points.Count], new double[points.Count]);
        Array.Fill(values, network.Offsets[layer][unit]);
        Array.Fill(sizes, Math.Abs(network.Offsets[layer][unit]));
        var (left, right, leftSize, rightSize) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < below; i++)
        {
            var weight = network.Weights[layer][unit * below + i];
            for (var at = 0; at < values.Length; at++)
            {
                values[at] += weight * units[i].Values[at];
                sizes[at] += Math.Abs(weight * units[i].Values[at]);
            }

            (left, right) = (left + weight * units[i].Left, right + weight * units[i].Right);
            leftSize += Math.Abs(weight * units[i].Left);
            rightSize += Math.Abs(weight * units[i].Right);
        }

        return ((values, left, right), sizes, leftSize, rightSize);
    }

    /// <summary>Adds the points where units cross 0 and sets the units to 0 where they are below.</summary>
    private void Rectify()
    {
        crossings.Clear();
        foreach (var (values, left, right) in units)
        {
            Add(points[0], values[0], left, isLeft: true);
            for (var i = 1; i < values.Length; i++)
            {
                if (values[i - 1] < 0 != values[i] < 0)
                {
                    var share = values[i - 1] / (values[i - 1] - values[i]);
                    crossings.Add(points[i - 1] + share * (points[i] - points[i - 1]));
                }
            }

            Add(points[^1], values[^1], right, isLeft: false);
        }

        var old = points.ToArray();
        points.AddRange(crossings);
        points.Sort();
        for (var u = 0; u < units.Count; u++)
        {
            var (values, left, right) = units[u];
            var rectified = points.Select(x => Math.Max(0, At(old, values, left, right, x))).ToArray();

            // Far out the sign is that of the slope; a unit that is level there keeps that of its value.
            units[u] = (rectified, left < 0 ? left : 0, right > 0 ? right : 0);
        }
    }

    private void Add(double point, double value, double slope, bool isLeft)
    {
        var distance = -value / slope;
        if (double.IsFinite(distance) && (isLeft ? distance < 0 : distance > 0))
        {
            crossings.Add(point + distance);
        }
    }

    /// <summary>A unit's value anywhere.</summary>
    private static double At(double[] points, double[] values, double left, double right, double x)
    {
        if (x <= points[0])
        {
            return values[0] + left * (x - points[0]);
        }

        if (x >= points[^1])
        {
            return values[^1] + right * (x - points[^1]);
        }

        var at = Array.BinarySearch(points, x);
        if (at >= 0)
        {
            return values[at];
        }

        var (i, j) = (~at - 1, ~at);
        return values[i] + (values[j] - values[i]) * ((x - points[i]) / (points[j] - points[i]));
    }
}
