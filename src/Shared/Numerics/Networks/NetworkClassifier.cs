namespace Farm.Numerics;

/// <summary>Tells of every unit of a network whether its update is a sink, a source, a saddle or degenerate.</summary>
/// <remarks>
/// Use: after <see cref="NetworkTrainer.Differentiate"/> and before the update, <see cref="Take"/> the batch, then ask layer by
/// layer, before the trainer goes on. Nothing is allocated after construction; besides the <see cref="UnitClassifier"/> the
/// memory is 4·B·W·K bytes a layer for batches of B samples, W units and K outputs, of one layer alone where K is 1. Rate
/// factors of single units are not looked at.
/// </remarks>
public sealed class NetworkClassifier
{
    private readonly UnitClassifier classifier;
    private readonly NetworkShape shape;
    private readonly float[][] sensitivities;
    private readonly float[] inputs;
    private readonly float[] activity;
    private readonly float[] probabilities;
    private readonly float[] inputScales;
    private readonly double[] gradientNorms;
    private readonly UnitTiles? tiles;
    private NetworkTrainer? trainer;
    private double loss;

    /// <summary>A classifier for batches up to a size.</summary>
    /// <param name="shape">The network.</param>
    /// <param name="batchSize">Most samples of a batch.</param>
    /// <param name="settings">What types depend on; the source's when null. Tiles are for plain networks.</param>
    public NetworkClassifier(NetworkShape shape, int batchSize, ClassifierSettings? settings = null)
    {
        this.shape = shape;
        var most = Math.Max(shape.Width, shape.Inputs);
        classifier = new UnitClassifier(batchSize, most, shape.Width, settings);
        sensitivities = new float[shape.Outputs > 1 ? shape.Depth : 1][];
        for (var layer = 0; layer < sensitivities.Length; layer++)
        {
            sensitivities[layer] = new float[checked(shape.Outputs * batchSize * shape.Width)];
        }

        inputs = new float[batchSize * most];
        activity = new float[batchSize * shape.Width];
        probabilities = new float[batchSize * shape.Outputs];
        inputScales = new float[shape.IsResidual ? shape.Width : 0];
        gradientNorms = new double[shape.Width];
        if (settings is { TileUnits: not 1 })
        {
            tiles = shape.IsResidual
                ? throw new ArgumentException("Units before a batch normalisation make no tiles.", nameof(settings))
                : new(batchSize, most, shape.Width, settings.TileUnits);
        }
    }

    /// <summary>The rule of a trainer's next update, by the moments it has: of Adam, those of the updates made.</summary>
    /// <remarks>Before the first update Adam has no moments: D = ε, and λ are as large as that makes them.</remarks>
    public static UpdateRule RuleOf(NetworkTrainer trainer) => trainer.Optimizer.RuleAt(Math.Max(1, trainer.Updates));

    /// <summary>Takes the trainer's last batch. Its deltas are lost: <see cref="NetworkTrainer.Sensitivities"/>.</summary>
    /// <param name="of">A trainer of the shape, differentiated.</param>
    /// <param name="lossOfBatch">The batch's loss, for the source's gradient flag.</param>
    public void Take(NetworkTrainer of, double lossOfBatch)
    {
        (trainer, loss) = (of, lossOfBatch);
        var rows = of.BatchRows;
        for (var k = 0; k < shape.Outputs; k++)
        {
            of.Sensitivities(k);
            for (var layer = 0; shape.Outputs > 1 && layer < shape.Depth; layer++)
            {
                Copy(of.Deltas(layer), rows, sensitivities[layer].AsSpan(k * rows * shape.Width));
            }
        }

        if (of.Loss == LossKind.CrossEntropy)
        {
            Copy(of.Probabilities, rows, probabilities);
        }
    }

    /// <summary>The cheap check of a layer: every unit's largest λ alone, from below.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="rule">The update: <see cref="RuleOf"/>.</param>
    /// <param name="largest">One a unit; NaN where something is not finite.</param>
    /// <param name="residuals">Some eigenvalue lies within this of it. One a unit.</param>
    public void Largest(int layer, in UpdateRule rule, Span<double> largest, Span<double> residuals)
    {
        var view = View(layer, isFull: false);
        classifier.Largest(view, rule, largest[..view.Units], residuals[..view.Units]);
        Spread(largest);
        Spread(residuals);
    }

    /// <summary>The full check of a layer: every unit's types with their counts.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="rule">The update: <see cref="RuleOf"/>.</param>
    /// <param name="reports">One a unit.</param>
    public void Classify(int layer, in UpdateRule rule, Span<UnitReport> reports)
    {
        var view = View(layer, isFull: true);
        classifier.Classify(view, rule, reports[..view.Units]);
        Spread(reports);
    }

    /// <summary>Every unit gets what was found of its tile.</summary>
    private void Spread<T>(Span<T> ofTiles)
    {
        for (var unit = shape.Width - 1; tiles is not null && unit >= 0; unit--)
        {
            ofTiles[unit] = ofTiles[unit / tiles.Size];
        }
    }

    /// <param name="layer">The layer.</param>
    /// <param name="isFull">Whether units' activity and gradients are wanted as well: the cheap check does without.</param>
    private UnitLayer View(int layer, bool isFull)
    {
        var of = trainer ?? throw new InvalidOperationException("No batch has been taken.");
        var (rows, width, weights) = (of.BatchRows, shape.Width, of.Parameters.Weights(layer));
        Copy(of.Inputs(layer), rows, inputs);
        if (isFull)
        {
            FindActivity(of, layer);
            FindGradientNorms(of, layer);
        }

        for (var unit = 0; unit < inputScales.Length; unit++)
        {
            inputScales[unit] = of.Parameters.Gains(layer).Row(0)[unit] * of.InverseDeviations(layer).Row(0)[unit];
        }

        var view = new UnitLayer
        {
            Samples = rows,
            Inputs = weights.Rows,
            Units = width,
            InputRows = inputs.AsSpan(0, rows * weights.Rows),
            Activity = activity.AsSpan(0, rows * width),
            Parameters = Of(of.Parameters, layer),
            SecondMoments = of.SecondMoments is { } moments ? Of(moments, layer) : default,
            InputScales = inputScales,
            GradientNorms = isFull ? gradientNorms : [],
            Loss = loss,
        };
        classifier.Take(view);
        if (shape.Outputs == 1)
        {
            Copy(of.Deltas(layer), rows, sensitivities[0]);
        }

        var delta = sensitivities[shape.Outputs == 1 ? 0 : layer].AsSpan(0, shape.Outputs * rows * width);
        if (of.Loss == LossKind.SquaredError)
        {
            classifier.WeighSquaredError(view, delta, shape.Outputs);
        }
        else
        {
            classifier.WeighCrossEntropy(view, delta, probabilities.AsSpan(0, rows * shape.Outputs), shape.Outputs);
        }

        return tiles is null ? view : classifier.Tile(view, tiles);
    }

    private void FindActivity(NetworkTrainer of, int layer)
    {
        var slopes = of.Slopes[layer].Row(0);
        var atZero = of.SlopesAtZero[layer].Row(0);
        for (var row = 0; row < of.BatchRows; row++)
        {
            var z = of.PreActivations(layer).Row(row);
            var to = activity.AsSpan(row * shape.Width, shape.Width);
            for (var unit = 0; unit < to.Length; unit++)
            {
                to[unit] = z[unit] > 0 ? 1 : z[unit] < 0 ? slopes[unit] : atZero[unit];
            }
        }
    }

    private void FindGradientNorms(NetworkTrainer of, int layer)
    {
        var weights = of.Gradients.Weights(layer);
        var bias = of.Gradients.UnitBiases(layer).Row(0);
        for (var unit = 0; unit < bias.Length; unit++)
        {
            gradientNorms[unit] = (double)bias[unit] * bias[unit];
        }

        for (var row = 0; row < weights.Rows; row++)
        {
            var numbers = weights.Row(row);
            for (var unit = 0; unit < numbers.Length; unit++)
            {
                gradientNorms[unit] = Math.FusedMultiplyAdd(numbers[unit], (double)numbers[unit], gradientNorms[unit]);
            }
        }

        foreach (ref var norm in gradientNorms.AsSpan())
        {
            norm = Math.Sqrt(norm);
        }
    }

    private static UnitParameters Of(NetworkParameters parameters, int layer)
    {
        var weights = parameters.Weights(layer);
        return new(weights.Padded, unitStride: 1, inputStride: weights.Stride, parameters.UnitBiases(layer).Row(0));
    }

    private static void Copy(Matrix from, int rows, Span<float> to)
    {
        for (var row = 0; row < rows; row++)
        {
            from.Row(row).CopyTo(to[(row * from.Columns)..]);
        }
    }
}
