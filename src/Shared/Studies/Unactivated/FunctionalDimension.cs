using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>What is found of a network's functional dimension.</summary>
/// <param name="Rank">The rank.</param>
/// <param name="Gap">The last singular value that counts over the first that does not; NaN when all count.</param>
internal readonly record struct DimensionFound(int Rank, double Gap);

/// <summary>
/// In how many independent ways small changes of a network's parameters change its function: the rank of the Jacobian of its
/// outputs on many inputs with respect to all parameters.
/// </summary>
internal static class FunctionalDimension
{
    /// <summary>Singular values above this share of the largest count.</summary>
    public const double Negligible = 1e-10;

    private const int MostDoublings = 6;

    private static readonly double[] radii = [1, 10, 100];

    /// <summary>
    /// The most that the dimension can be: all parameters less one scaling for each hidden unit, n_L + Σ n_l n_(l−1).
    /// </summary>
    public static int Bound(LayeredNetwork network) =>
        network.Widths[^1] + network.Weights.Sum(w => w.Length);

    /// <summary>The rank, on as many inputs as there are parameters, doubled until it is the same three times in a row.</summary>
    /// <param name="network">The network, its last layer the output.</param>
    /// <param name="input">The coordinate of an input: index of the input, coordinate → a standard normal.</param>
    public static DimensionFound Of(LayeredNetwork network, Func<int, int, double> input)
    {
        var (points, last, same) = (network.Parameters, new DimensionFound(-1, double.NaN), 0);
        for (var doubling = 0; doubling <= MostDoublings && same < 2; doubling++, points *= 2)
        {
            var found = Rank(network, points, input);
            same = found.Rank == last.Rank ? same + 1 : 0;
            last = found;
        }

        return last;
    }

    private static DimensionFound Rank(LayeredNetwork network, int points, Func<int, int, double> input)
    {
        var columns = new double[network.Parameters][];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new double[points * radii.Length];
        }

        var x = new double[network.Widths[0]];
        for (var point = 0; point < points * radii.Length; point++)
        {
            for (var q = 0; q < x.Length; q++)
            {
                x[q] = radii[point % radii.Length] * input(point, q);
            }

            Differentiate(network, x, (parameter, derivative) => columns[parameter][point] = derivative);
        }

        var values = SingularValues.Of(columns);
        var rank = values.Count(v => v > Negligible * values[0]);
        return new DimensionFound(rank, rank > 0 && rank < values.Length ? values[rank - 1] / values[rank] : double.NaN);
    }

    /// <summary>The derivative of the output with respect to every parameter: weights, then biases, layer by layer.</summary>
    private static void Differentiate(LayeredNetwork network, double[] x, Action<int, double> write)
    {
        List<double[]> inputs = [x];
        for (var layer = 0; layer < network.Layers - 1; layer++)
        {
            var below = inputs[^1];
            var (weights, width) = (network.Weights[layer], below.Length);
            inputs.Add([.. network.Offsets[layer].Select((b, unit) =>
            {
                var z = b;
                for (var i = 0; i < width; i++)
                {
                    z += weights[unit * width + i] * below[i];
                }

                return Math.Max(0, z);
            })]);
        }

        double[] delta = [1];
        var end = network.Parameters;
        for (var layer = network.Layers - 1; layer >= 0; layer--)
        {
            var (weights, below) = (network.Weights[layer], inputs[layer]);
            end -= weights.Length + delta.Length;
            for (var unit = 0; unit < delta.Length; unit++)
            {
                write(end + weights.Length + unit, delta[unit]);
                for (var i = 0; i < below.Length; i++)
                {
                    write(end + unit * below.Length + i, delta[unit] * below[i]);
                }
            }

            var back = new double[below.Length];
            for (var i = 0; i < below.Length && layer > 0; i++)
            {
                for (var unit = 0; unit < delta.Length; unit++)
                {
                    back[i] += below[i] > 0 ? weights[unit * below.Length + i] * delta[unit] : 0;
                }
            }

            delta = back;
        }
    }
}
