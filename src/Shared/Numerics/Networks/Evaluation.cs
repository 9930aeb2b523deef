namespace Farm.Numerics;

/// <summary>What a network makes of many samples, its running statistics held: sums over the samples given.</summary>
public sealed class Evaluation
{
    private readonly long[] deadRows;

    /// <summary>Nothing evaluated yet.</summary>
    public Evaluation(NetworkShape shape)
    {
        Shape = shape;
        deadRows = new long[shape.Depth];
        Layers = new Matrix[shape.Depth];
        var memory = new LaneMemory(Matrix.LengthOf(shape.Depth, shape.Width));
        for (var layer = 0; layer < shape.Depth; layer++)
        {
            Layers[layer] = new Matrix(memory, layer * Matrix.LengthOf(1, shape.Width), 1, shape.Width);
        }
    }

    /// <summary>The network.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Number of samples.</summary>
    public int Rows { get; internal set; }

    /// <summary>The mean loss.</summary>
    public double Loss => LossSum / Rows;

    /// <summary>Share of the samples whose class has the largest output; NaN where samples have targets.</summary>
    public double Accuracy { get; internal set; }

    internal double LossSum { get; set; }

    internal Matrix[] Layers { get; }

    /// <summary>Samples on which a unit is active: on which its activation's derivative is not 0.</summary>
    public int ActiveRows(int layer, int unit) => (int)Layers[layer].Row(0)[unit];

    /// <summary>Units of a layer that are active on no sample: dead, when the samples are all there are.</summary>
    public int DeadUnits(int layer)
    {
        var dead = 0;
        foreach (var count in Layers[layer].Row(0))
        {
            dead += count == 0 ? 1 : 0;
        }

        return dead;
    }

    /// <summary>Samples on which no pre-activation of a layer is above 0: its dead data.</summary>
    public long DeadRows(int layer) => deadRows[layer];

    internal void Clear()
    {
        foreach (var layer in Layers)
        {
            layer.Padded.Clear();
        }

        Array.Clear(deadRows);
        (Rows, LossSum, Accuracy) = (0, 0, double.NaN);
    }

    internal void AddDead(int layer, int rows) => deadRows[layer] += rows;
}
