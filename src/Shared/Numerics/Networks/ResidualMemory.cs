namespace Farm.Numerics;

/// <summary>What a residual network needs besides a plain one's memory.</summary>
internal sealed class ResidualMemory
{
    public ResidualMemory(NetworkShape shape, int batchSize)
    {
        Stream = new Matrix(batchSize, shape.Width);
        Inner = new Matrix(batchSize, shape.Width);
        Back = new Matrix(batchSize, shape.Width);
        var length = Matrix.LengthOf(2, shape.Width);
        Running = new LaneMemory(checked(shape.Depth * length));
        Norms = new Normalization[shape.Depth];
        for (var layer = 0; layer < Norms.Length; layer++)
        {
            Norms[layer] = new Normalization(new Matrix(Running, layer * length, 2, shape.Width), batchSize);
        }
    }

    /// <summary>h: rows × units.</summary>
    public Matrix Stream { get; }

    /// <summary>What an odd layer normalises, and on the way back what comes out of a normalisation: rows × units.</summary>
    public Matrix Inner { get; }

    /// <summary>∂L/∂h: rows × units.</summary>
    public Matrix Back { get; }

    /// <summary>The running statistics of all layers.</summary>
    public LaneMemory Running { get; }

    /// <summary>A layer's normalisation.</summary>
    public Normalization[] Norms { get; }

    /// <summary>Zeros in what fills up rows of the running statistics.</summary>
    public void ClearFill()
    {
        foreach (var norm in Norms)
        {
            norm.Running.ClearFill();
        }
    }

    public void Reset()
    {
        foreach (var norm in Norms)
        {
            norm.Reset();
        }
    }
}
