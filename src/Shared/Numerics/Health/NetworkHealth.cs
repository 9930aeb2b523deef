namespace Farm.Numerics;

/// <summary>The health measures of every layer of a network in training.</summary>
/// <remarks>
/// Layer l's weights are those of map l, which its pre-activations depend on directly; a residual network's last map, which
/// no activated unit follows, is not measured. Nothing is allocated after construction.
/// </remarks>
public sealed class NetworkHealth
{
    private readonly LayerHealth[] layers;

    /// <summary>Nothing measured yet.</summary>
    public NetworkHealth(NetworkShape shape)
    {
        shape.Check();
        Shape = shape;
        layers = new LayerHealth[shape.Depth];
        for (var layer = 0; layer < layers.Length; layer++)
        {
            layers[layer] = new(shape.Width);
        }
    }

    /// <summary>The network.</summary>
    public NetworkShape Shape { get; }

    /// <summary>A layer's measures.</summary>
    public LayerHealth this[int layer] => layers[layer];

    /// <summary>Measures the last batch: after <see cref="NetworkTrainer.Differentiate"/> and before the update.</summary>
    public void Measure(NetworkTrainer trainer)
    {
        for (var layer = 0; layer < layers.Length; layer++)
        {
            layers[layer].Measure(
                trainer.PreActivations(layer), trainer.BatchRows, trainer.Parameters.Weights(layer),
                trainer.Gradients.Weights(layer));
        }
    }

    /// <summary>The layer with the largest share of dead units, the first of equals.</summary>
    /// <param name="evaluation">Of all the data there is: units that are active on none of it are dead.</param>
    /// <returns>The layer and its share.</returns>
    public static (int Layer, double DeadShare) WorstLayer(Evaluation evaluation)
    {
        var (worst, most) = (0, evaluation.DeadUnits(0));
        for (var layer = 1; layer < evaluation.Shape.Depth; layer++)
        {
            var dead = evaluation.DeadUnits(layer);
            (worst, most) = dead > most ? (layer, dead) : (worst, most);
        }

        return (worst, (double)most / evaluation.Shape.Width);
    }
}
