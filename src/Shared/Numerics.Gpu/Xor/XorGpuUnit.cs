namespace Farm.Numerics.Gpu.Xor;

/// <summary>A unit of a thread's trial, in registers: three numbers of each kind, for two weights and the bias.</summary>
internal struct XorGpuUnit
{
    /// <summary>First weight.</summary>
    public GpuFloat X;

    /// <summary>Second weight.</summary>
    public GpuFloat Y;

    /// <summary>Bias.</summary>
    public GpuFloat B;

    /// <summary>Sum of the first weight's gradients.</summary>
    public GpuFloat MeanX;

    /// <summary>Sum of the second weight's gradients.</summary>
    public GpuFloat MeanY;

    /// <summary>Sum of the bias's gradients.</summary>
    public GpuFloat MeanB;

    /// <summary>Sum of the first weight's squared gradients.</summary>
    public GpuFloat SquareX;

    /// <summary>Sum of the second weight's squared gradients.</summary>
    public GpuFloat SquareY;

    /// <summary>Sum of the bias's squared gradients.</summary>
    public GpuFloat SquareB;

    /// <summary>Epochs without torque.</summary>
    public GpuFloat NoTorque;

    /// <summary>A unit at its start.</summary>
    public static XorGpuUnit At(GpuFloat x, GpuFloat y, GpuFloat b)
    {
        var zero = GpuFloat.Of(0);
        return new XorGpuUnit
        {
            X = x,
            Y = y,
            B = b,
            MeanX = zero,
            MeanY = zero,
            MeanB = zero,
            SquareX = zero,
            SquareY = zero,
            SquareB = zero,
            NoTorque = zero,
        };
    }
}

/// <summary>A trial in a thread's registers.</summary>
internal struct XorGpuTrial
{
    /// <summary>First unit.</summary>
    public XorGpuUnit First;

    /// <summary>Second unit; as it was drawn in a model of one.</summary>
    public XorGpuUnit Second;

    /// <summary>Sum of the weights that the sums of gradients have.</summary>
    public GpuFloat MeanWeight;

    /// <summary>Sum of the weights that the sums of squares have.</summary>
    public GpuFloat SquareWeight;

    /// <summary>Least sum of squared errors so far.</summary>
    public GpuFloat Best;

    /// <summary>Epochs.</summary>
    public GpuFloat Epochs;

    /// <summary>Epochs in a row without improvement.</summary>
    public GpuFloat Stale;

    /// <summary>Sum of squared errors in the last epoch.</summary>
    public GpuFloat Sum;
}
