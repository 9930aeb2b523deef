using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Farm.Domain;

/// <summary>Finds the bins of eight values at once, each as <see cref="HistogramScale.BinOf"/> does.</summary>
internal interface IBins
{
    /// <summary>The bins; a NaN's is the one after the scale's last, which is counted for nobody.</summary>
    Vector512<long> Of(Vector512<double> x);
}

/// <summary>No histogram is wanted: all values fall into one bin.</summary>
internal readonly struct NoBins : IBins
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<long> Of(Vector512<double> x) => Vector512<long>.Zero;
}

/// <summary>Bins of a <see cref="LinearScale"/>.</summary>
internal readonly struct LinearBins(LinearScale scale) : IBins
{
    private readonly double low = scale.Low;
    private readonly double high = scale.High;
    private readonly double factor = scale.InnerBins / (scale.High - scale.Low);
    private readonly int inner = scale.InnerBins;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<long> Of(Vector512<double> x)
    {
        // Cut to the scale before the conversion, which is defined for no infinity and no NaN.
        var place = (x - Vector512.Create(low)) * Vector512.Create(factor);
        var last = Vector512.Create(inner - 1.0);
        place = Vector512.ConditionalSelect(Vector512.LessThan(place, last), place, last);
        if (Vector512.GreaterThanOrEqualAll(x, Vector512.Create(low)) && Vector512.LessThanAll(x, Vector512.Create(high)))
        {
            return Vector512.ConvertToInt64(place) + Vector512<long>.One;
        }

        place = Vector512.ConditionalSelect(
            Vector512.GreaterThan(place, Vector512<double>.Zero), place, Vector512<double>.Zero);
        var bin = Vector512.ConvertToInt64(place) + Vector512<long>.One;
        bin = Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(low)).AsInt64(), Vector512<long>.Zero, bin);
        bin = Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(x, Vector512.Create(high)).AsInt64(), Vector512.Create(inner + 1L), bin);
        return Vector512.ConditionalSelect(
            Vector512.Equals(x, x).AsInt64(), bin, Vector512.Create(inner + 2L));
    }
}

/// <summary>Bins of an <see cref="OctaveScale"/>.</summary>
internal readonly struct OctaveBins(OctaveScale scale) : IBins
{
    private readonly double low = double.ScaleB(1, scale.LowExponent);
    private readonly long below = 2L * (1023 + scale.LowExponent) - 1;
    private readonly int bins = scale.Bins;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<long> Of(Vector512<double> x)
    {
        var last = Vector512.Create(bins - 1L);
        var bin = (x.AsInt64() >> 51) - Vector512.Create(below);
        bin = Vector512.ConditionalSelect(Vector512.LessThan(bin, last), bin, last);
        bin = Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(low)).AsInt64(), Vector512<long>.Zero, bin);
        return Vector512.ConditionalSelect(
            Vector512.Equals(x, x).AsInt64(), bin, Vector512.Create((long)bins));
    }
}

/// <summary>Bins of any other scale, one value after the other.</summary>
internal readonly struct OtherBins(HistogramScale scale) : IBins
{
    private readonly HistogramScale scale = scale;

    /// <inheritdoc/>
    public Vector512<long> Of(Vector512<double> x)
    {
        var bins = Vector512<long>.Zero;
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            bins = bins.WithElement(lane, double.IsNaN(x[lane]) ? scale.Bins : scale.BinOf(x[lane]));
        }

        return bins;
    }
}
