namespace Farm.Numerics.Gpu.Xor;

/// <summary><c>IXorOptimizer</c> on a thread's registers: the same operations in the same order.</summary>
internal interface IXorGpuOptimizer
{
    /// <summary>Whether it keeps sums of squared gradients.</summary>
    static abstract bool HasSquares { get; }

    /// <summary>Once an epoch, before the units.</summary>
    static abstract void Begin(ref XorGpuTrial trial, in XorGpuCell cell, out GpuFloat rate, out GpuFloat scale);

    /// <summary>Updates a unit by its doubled gradient.</summary>
    static abstract void Update(
        ref XorGpuUnit unit, GpuFloat gx, GpuFloat gy, GpuFloat gb, in XorGpuCell cell, GpuFloat rate, GpuFloat scale);
}

/// <summary>θ ← θ − ηg.</summary>
internal readonly struct GradientDescentOnGpu : IXorGpuOptimizer
{
    public static bool HasSquares => false;

    public static void Begin(ref XorGpuTrial trial, in XorGpuCell cell, out GpuFloat rate, out GpuFloat scale)
    {
        rate = GpuFloat.Of(cell.MinusHalfRate);
        scale = rate;
    }

    public static void Update(
        ref XorGpuUnit unit, GpuFloat gx, GpuFloat gy, GpuFloat gb, in XorGpuCell cell, GpuFloat rate, GpuFloat scale)
    {
        unit.X = GpuFloat.FusedMultiplyAdd(rate, gx, unit.X);
        unit.Y = GpuFloat.FusedMultiplyAdd(rate, gy, unit.Y);
        unit.B = GpuFloat.FusedMultiplyAdd(rate, gb, unit.B);
    }
}

/// <summary>s ← βs + 2g, θ ← θ − η(1−β)/2·s.</summary>
internal readonly struct HeavyBallOnGpu : IXorGpuOptimizer
{
    public static bool HasSquares => false;

    public static void Begin(ref XorGpuTrial trial, in XorGpuCell cell, out GpuFloat rate, out GpuFloat scale)
    {
        rate = GpuFloat.Of(cell.MinusMomentumRate);
        scale = rate;
    }

    public static void Update(
        ref XorGpuUnit unit, GpuFloat gx, GpuFloat gy, GpuFloat gb, in XorGpuCell cell, GpuFloat rate, GpuFloat scale)
    {
        var momentum = GpuFloat.Of(cell.Momentum);
        unit.MeanX = GpuFloat.FusedMultiplyAdd(momentum, unit.MeanX, gx);
        unit.MeanY = GpuFloat.FusedMultiplyAdd(momentum, unit.MeanY, gy);
        unit.MeanB = GpuFloat.FusedMultiplyAdd(momentum, unit.MeanB, gb);
        unit.X = GpuFloat.FusedMultiplyAdd(rate, unit.MeanX, unit.X);
        unit.Y = GpuFloat.FusedMultiplyAdd(rate, unit.MeanY, unit.Y);
        unit.B = GpuFloat.FusedMultiplyAdd(rate, unit.MeanB, unit.B);
    }
}

/// <summary>Adam by sums and the weights in them, with one division for a unit's three parameters.</summary>
internal readonly struct AdamOnGpu : IXorGpuOptimizer
{
    public static bool HasSquares => true;

    public static void Begin(ref XorGpuTrial trial, in XorGpuCell cell, out GpuFloat rate, out GpuFloat scale)
    {
        var mean = GpuFloat.FusedMultiplyAdd(trial.MeanWeight, GpuFloat.Of(cell.Beta1), GpuFloat.Of(2f));
        var square = GpuFloat.FusedMultiplyAdd(trial.SquareWeight, GpuFloat.Of(cell.Beta2), GpuFloat.Of(4f));
        trial.MeanWeight = mean;
        trial.SquareWeight = square;
        var inverse = GpuFloat.Of(1f) / (mean * square);
        rate = GpuFloat.Of(cell.MinusRate) * (square * inverse);
        scale = mean * inverse;
    }

    public static void Update(
        ref XorGpuUnit unit, GpuFloat gx, GpuFloat gy, GpuFloat gb, in XorGpuCell cell, GpuFloat rate, GpuFloat scale)
    {
        var (beta1, beta2) = (GpuFloat.Of(cell.Beta1), GpuFloat.Of(cell.Beta2));
        unit.MeanX = GpuFloat.FusedMultiplyAdd(beta1, unit.MeanX, gx);
        unit.MeanY = GpuFloat.FusedMultiplyAdd(beta1, unit.MeanY, gy);
        unit.MeanB = GpuFloat.FusedMultiplyAdd(beta1, unit.MeanB, gb);
        unit.SquareX = GpuFloat.FusedMultiplyAdd(beta2, unit.SquareX, gx * gx);
        unit.SquareY = GpuFloat.FusedMultiplyAdd(beta2, unit.SquareY, gy * gy);
        unit.SquareB = GpuFloat.FusedMultiplyAdd(beta2, unit.SquareB, gb * gb);
        var epsilon = GpuFloat.Of(cell.Epsilon);
        var dx = GpuFloat.SquareRoot(unit.SquareX * scale) + epsilon;
        var dy = GpuFloat.SquareRoot(unit.SquareY * scale) + epsilon;
        var db = GpuFloat.SquareRoot(unit.SquareB * scale) + epsilon;
        var yb = dy * db;
        var common = rate / (dx * yb);
        unit.X = GpuFloat.FusedMultiplyAdd(unit.MeanX * yb, common, unit.X);
        unit.Y = GpuFloat.FusedMultiplyAdd(unit.MeanY * (dx * db), common, unit.Y);
        unit.B = GpuFloat.FusedMultiplyAdd(unit.MeanB * (dx * dy), common, unit.B);
    }
}
