namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>The largest value so far in a thread, with its bounds; see <see cref="Supremum"/>.</summary>
internal struct GpuSupremum
{
    /// <summary>The largest value.</summary>
    public GpuDouble Value;

    /// <summary>It is at least this.</summary>
    public GpuDouble Low;

    /// <summary>It is at most this.</summary>
    public GpuDouble High;

    /// <summary>What errors grow with, away from 0.</summary>
    public GpuDouble SlopeSize;

    /// <summary>What errors are at 0.</summary>
    public GpuDouble StartSize;

    /// <summary>1 where every vertex was looked at.</summary>
    public int IsWhole;

    /// <summary>Nothing yet.</summary>
    public void Clear()
    {
        Value = GpuDouble.Of(double.NegativeInfinity);
        (Low, High) = (Value, Value);
        (SlopeSize, StartSize) = (GpuDouble.Of(0), GpuDouble.Of(0));
        IsWhole = 1;
    }

    /// <summary>Takes a value at a time, or at a distance.</summary>
    public void Note(GpuDouble at, GpuDouble time) => HighestLanes<GpuDouble>.Take(
        at, GpuDouble.FusedMultiplyAdd(SlopeSize, GpuDouble.Abs(time), StartSize), ref Value, ref Low, ref High);
}
