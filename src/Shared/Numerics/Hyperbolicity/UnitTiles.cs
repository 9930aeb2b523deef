namespace Farm.Numerics;

/// <summary>
/// Tiles of neighbouring units, each looked at as one: an option of the source's review for wide layers, whose check costs
/// as much as that of so many fewer units.
/// </summary>
/// <remarks>
/// A tile's H is the mean of its units' blocks, Σ_j (mean_i s_ij) x̃_j x̃_jᵀ; under Adam its v̂ is their mean v̂, parameter by
/// parameter. Its ‖θ‖ and ‖g‖ are the roots of their mean squares; it is active where any unit is. With tiles of one unit
/// nothing changes. Units whose inputs are scaled one by one, as batch normalisation does, have no such mean.
/// </remarks>
public sealed class UnitTiles
{
    private readonly float[] activity;
    private readonly float[] parameters;
    private readonly float[] biases;
    private readonly float[] squares;
    private readonly float[] biasSquares;
    private readonly double[] gradientNorms;
    private readonly double[] sums;

    /// <summary>Tiles of layers up to a size.</summary>
    /// <param name="mostSamples">Largest batch, at least 1.</param>
    /// <param name="mostInputs">Most inputs of a layer, at least 1.</param>
    /// <param name="mostUnits">Most units of a layer, at least 1.</param>
    /// <param name="size">k, units of a tile, at least 1; the last one has what is left.</param>
    public UnitTiles(int mostSamples, int mostInputs, int mostUnits, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        var most = TilesOf(mostUnits);
        activity = new float[checked(mostSamples * most)];
        parameters = new float[checked(mostInputs * most)];
        squares = new float[parameters.Length];
        biases = new float[most];
        biasSquares = new float[most];
        gradientNorms = new double[most];
        sums = new double[checked(mostSamples * most)];
    }

    /// <summary>k.</summary>
    public int Size { get; }

    /// <summary>Tiles that a number of units makes.</summary>
    public int TilesOf(int units) => (units + Size - 1) / Size;

    /// <summary>The layer whose units are the tiles; it is overwritten by the next.</summary>
    /// <param name="layer">The layer.</param>
    /// <exception cref="ArgumentException">Its inputs are scaled unit by unit.</exception>
    public UnitLayer Of(scoped in UnitLayer layer)
    {
        if (!layer.InputScales.IsEmpty)
        {
            throw new ArgumentException("Units whose inputs are scaled one by one make no tiles.", nameof(layer));
        }

        var tiles = TilesOf(layer.Units);
        FillActivity(layer, tiles);
        for (var tile = 0; tile < tiles; tile++)
        {
            for (var c = 0; c <= layer.Inputs; c++)
            {
                var (square, mean) = Means(layer, tile, c);
                ref var parameter = ref (c == layer.Inputs ? ref biases[tile] : ref parameters[tile * layer.Inputs + c]);
                ref var second = ref (c == layer.Inputs ? ref biasSquares[tile] : ref squares[tile * layer.Inputs + c]);
                (parameter, second) = ((float)Math.Sqrt(square), (float)mean);
            }

            gradientNorms[tile] = layer.GradientNorms.IsEmpty ? 0 : MeanNorm(layer, tile);
        }

        var count = tiles * layer.Inputs;
        return new()
        {
            Samples = layer.Samples,
            Inputs = layer.Inputs,
            Units = tiles,
            InputRows = layer.InputRows,
            Activity = activity.AsSpan(0, layer.Samples * tiles),
            Parameters = new(parameters.AsSpan(0, count), layer.Inputs, 1, biases.AsSpan(0, tiles)),
            SecondMoments = layer.SecondMoments.Biases.IsEmpty
                ? default
                : new(squares.AsSpan(0, count), layer.Inputs, 1, biasSquares.AsSpan(0, tiles)),
            GradientNorms = layer.GradientNorms.IsEmpty ? [] : gradientNorms.AsSpan(0, tiles),
            Loss = layer.Loss,
        };
    }

    /// <summary>The mean weights of each tile's units, in the place of theirs.</summary>
    internal void Average(UnitWeights weights, int samples, int units)
    {
        var tiles = TilesOf(units);
        for (var j = 0; j < samples; j++)
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                var (sum, end) = (0.0, End(tile, units));
                for (var unit = tile * Size; unit < end; unit++)
                {
                    sum += weights.Numbers[j * weights.Stride + unit];
                }

                sums[j * tiles + tile] = sum / (end - tile * Size);
            }
        }

        weights.Begin(samples, tiles);
        for (var j = 0; j < samples; j++)
        {
            sums.AsSpan(j * tiles, tiles).CopyTo(weights.Numbers[(j * weights.Stride)..]);
        }
    }

    private int End(int tile, int units) => Math.Min((tile + 1) * Size, units);

    private void FillActivity(in UnitLayer layer, int tiles)
    {
        for (var j = 0; j < layer.Samples; j++)
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                var isActive = false;
                for (var unit = tile * Size; unit < End(tile, layer.Units); unit++)
                {
                    isActive |= layer.Activity[j * layer.Units + unit] != 0;
                }

                activity[j * tiles + tile] = isActive ? 1 : 0;
            }
        }
    }

    /// <summary>Mean square of a parameter over a tile's units, and mean of its second moments.</summary>
    private (double Square, double Mean) Means(in UnitLayer layer, int tile, int parameter)
    {
        var (square, mean, end) = (0.0, 0.0, End(tile, layer.Units));
        for (var unit = tile * Size; unit < end; unit++)
        {
            double number = layer.Parameters.At(unit, parameter, layer.Inputs);
            square = Math.FusedMultiplyAdd(number, number, square);
            mean += layer.SecondMoments.Biases.IsEmpty ? 0 : layer.SecondMoments.At(unit, parameter, layer.Inputs);
        }

        var count = end - tile * Size;
        return (square / count, mean / count);
    }

    private double MeanNorm(in UnitLayer layer, int tile)
    {
        var (square, end) = (0.0, End(tile, layer.Units));
        for (var unit = tile * Size; unit < end; unit++)
        {
            square = Math.FusedMultiplyAdd(layer.GradientNorms[unit], layer.GradientNorms[unit], square);
        }

        return Math.Sqrt(square / (end - tile * Size));
    }
}
