using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>A network's parameters from the inputs to one neuron above its hidden layers, in their own scale.</summary>
internal sealed class LayeredNetwork
{
    /// <summary>A network of zeros.</summary>
    /// <param name="widths">Inputs, then units of each hidden layer; the neuron's layer, of one, follows.</param>
    public LayeredNetwork(params IReadOnlyList<int> widths)
    {
        Widths = [.. widths, 1];
        Weights = [.. widths.Select((w, layer) => new double[w * Widths[layer + 1]])];
        Offsets = [.. widths.Select((_, layer) => new double[Widths[layer + 1]])];
    }

    /// <summary>Inputs, units of each hidden layer, 1.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>Weights by layer, a row of the layer below for each unit.</summary>
    public IReadOnlyList<double[]> Weights { get; }

    /// <summary>Biases by layer.</summary>
    public IReadOnlyList<double[]> Offsets { get; }

    /// <summary>Layers, the neuron's own among them.</summary>
    public int Layers => Weights.Count;

    /// <summary>Parameters.</summary>
    public int Parameters => Weights.Sum(w => w.Length) + Offsets.Sum(o => o.Length);

    /// <summary>Takes a draw of one hidden layer, the first layer times a factor.</summary>
    public void Set(NeuronDraw draw, double factor)
    {
        for (var unit = 0; unit < draw.Units; unit++)
        {
            for (var input = 0; input < draw.Inputs; input++)
            {
                Weights[0][unit * draw.Inputs + input] = factor * draw.Weights(input)[unit];
            }

            Offsets[0][unit] = factor * draw.Offsets[unit];
            Weights[1][unit] = draw.Outer[unit];
        }

        Offsets[1][0] = draw.Bias;
    }

    /// <summary>Takes another's parameters, each moved by one of some numbers times a factor of its layer.</summary>
    /// <param name="other">The other.</param>
    /// <param name="moves">A number for each parameter.</param>
    /// <param name="factor">Factor by layer.</param>
    public void Set(LayeredNetwork other, ReadOnlySpan<double> moves, Func<int, double> factor)
    {
        var at = 0;
        for (var layer = 0; layer < Layers; layer++)
        {
            foreach (var (to, from) in new[] { (Weights[layer], other.Weights[layer]), (Offsets[layer], other.Offsets[layer]) })
            {
                for (var i = 0; i < to.Length; i++, at++)
                {
                    to[i] = from[i] + factor(layer) * moves[at];
                }
            }
        }
    }
}
