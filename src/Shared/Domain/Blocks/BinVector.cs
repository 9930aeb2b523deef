using System.Runtime.Intrinsics;

namespace Farm.Domain;

/// <summary>The bins of eight values at once: lane by lane what <see cref="HistogramScale.BinOf"/> says.</summary>
internal static class BinVector
{
    /// <summary>The bins; a NaN's is some bin of the scale, to be counted by nobody.</summary>
    public static Vector512<long> Of(HistogramScale scale, Vector512<double> x) => scale switch
    {
        LinearScale linear => Of(linear, x),
        OctaveScale octave => Of(octave, x),
        _ => OneByOne(scale, x),
    };

    private static Vector512<long> Of(LinearScale scale, Vector512<double> x)
    {
        var inner = (x - Vector512.Create(scale.Low)) * Vector512.Create(scale.InnerBins / (scale.High - scale.Low));
        // Limits first: beyond them, infinities included, the conversion to integers is not defined.
        inner = Vector512.Min(Vector512.Max(inner, Vector512<double>.Zero), Vector512.Create(scale.InnerBins - 1.0));
        inner = Vector512.ConditionalSelect(Vector512.Equals(inner, inner), inner, Vector512<double>.Zero);
        var bin = Vector512.ConvertToInt64(inner) + Vector512<long>.One;
        bin = Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(scale.Low)).AsInt64(), Vector512<long>.Zero, bin);
        return Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(x, Vector512.Create(scale.High)).AsInt64(),
            Vector512.Create(scale.InnerBins + 1L),
            bin);
    }

    private static Vector512<long> Of(OctaveScale scale, Vector512<double> x)
    {
        var low = Vector512.Create(double.ScaleB(1, scale.LowExponent));
        var halfOctaves = (x.AsInt64() >> 51) - Vector512.Create(2L * (1023 + scale.LowExponent) - 1);
        var bin = Vector512.Min(halfOctaves, Vector512.Create(scale.Bins - 1L));
        return bin & Vector512.GreaterThanOrEqual(x, low).AsInt64();
    }

    private static Vector512<long> OneByOne(HistogramScale scale, Vector512<double> x)
    {
        var bins = Vector512<long>.Zero;
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            bins = double.IsNaN(x[lane]) ? bins : bins.WithElement(lane, scale.BinOf(x[lane]));
        }

        return bins;
    }
}
