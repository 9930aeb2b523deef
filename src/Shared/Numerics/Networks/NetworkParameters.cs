namespace Farm.Numerics;

/// <summary>
/// A number for each parameter of a network, in one memory: the parameters themselves, their gradients, an optimiser's
/// running means.
/// </summary>
/// <remarks>
/// In this order: of each map its weights and its biases, of each normalised layer its gains and its shifts, the outputs'
/// weights and biases. Rows are filled up to whole rows of lanes with zeros, so that kernels may take the memory as one row.
/// </remarks>
public sealed class NetworkParameters
{
    private readonly Matrix[] weights;
    private readonly Matrix?[] biases;
    private readonly Matrix[] gains;
    private readonly Matrix[] shifts;
    private readonly List<Matrix> all = [];

    /// <summary>Zeros.</summary>
    public NetworkParameters(NetworkShape shape)
    {
        shape.Check();
        Shape = shape;
        Memory = new LaneMemory(LengthOf(shape));
        var at = 0;
        weights = new Matrix[shape.Maps];
        biases = new Matrix?[shape.Maps];
        for (var map = 0; map < shape.Maps; map++)
        {
            weights[map] = Take(ref at, shape.InputsOf(map), shape.Width);
            biases[map] = shape.HasBias(map) ? Take(ref at, 1, shape.Width) : null;
        }

        var normalised = shape.IsResidual ? shape.Depth : 0;
        gains = new Matrix[normalised];
        shifts = new Matrix[normalised];
        for (var layer = 0; layer < normalised; layer++)
        {
            gains[layer] = Take(ref at, 1, shape.Width);
            shifts[layer] = Take(ref at, 1, shape.Width);
        }

        OutputWeights = Take(ref at, shape.Outputs, shape.Width);
        OutputBiases = Take(ref at, 1, shape.Outputs);
    }

    /// <summary>The network.</summary>
    public NetworkShape Shape { get; }

    /// <summary>All numbers.</summary>
    public LaneMemory Memory { get; }

    /// <summary>V: a row an output.</summary>
    public Matrix OutputWeights { get; }

    /// <summary>c: one row.</summary>
    public Matrix OutputBiases { get; }

    /// <summary>W of a map: a row an input, a column a unit.</summary>
    public Matrix Weights(int map) => weights[map];

    /// <summary>b of a map: one row.</summary>
    /// <exception cref="InvalidOperationException">The map has none: <see cref="NetworkShape.HasBias"/>.</exception>
    public Matrix Biases(int map) =>
        biases[map] ?? throw new InvalidOperationException($"Map {map} of a residual network has no biases.");

    /// <summary>Factors of a normalised layer: one row.</summary>
    public Matrix Gains(int layer) => gains[layer];

    /// <summary>What a normalised layer adds: one row.</summary>
    public Matrix Shifts(int layer) => shifts[layer];

    /// <summary>What a layer's units add last: its map's biases, or its shifts.</summary>
    public Matrix UnitBiases(int layer) => Shape.IsResidual ? shifts[layer] : Biases(layer);

    /// <summary>Zeros in what fills up rows.</summary>
    internal void ClearFill()
    {
        foreach (var matrix in all)
        {
            matrix.ClearFill();
        }
    }

    /// <summary>Numbers that a network's parameters take, with what fills up rows.</summary>
    /// <exception cref="OverflowException">More than 2³¹ − 1.</exception>
    public static int LengthOf(NetworkShape shape)
    {
        var row = Matrix.LengthOf(1, shape.Width);
        var hidden = Matrix.LengthOf(shape.Inputs, shape.Width)
            + (long)(shape.Maps - 1) * Matrix.LengthOf(shape.Width, shape.Width)
            + (shape.IsResidual ? 1 + 2L * shape.Depth : shape.Maps) * row;
        return checked((int)(hidden + Matrix.LengthOf(shape.Outputs, shape.Width) + Matrix.LengthOf(1, shape.Outputs)));
    }

    private Matrix Take(ref int at, int rows, int columns)
    {
        var matrix = new Matrix(Memory, at, rows, columns);
        at += rows * matrix.Stride;
        all.Add(matrix);
        return matrix;
    }
}
