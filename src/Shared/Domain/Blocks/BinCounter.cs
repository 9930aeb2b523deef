using System.Runtime.Intrinsics;

namespace Farm.Domain;

/// <summary>Counts values by bin, eight at a time: each falls where <see cref="HistogramScale.BinOf"/> says.</summary>
internal sealed class BinCounter
{
    private const int Lanes = 8;

    private readonly HistogramScale scale;

    // Two tables, for neighbours are often alike and an increment must not wait for the last one; one bin more for NaNs.
    private readonly int[] even;
    private readonly int[] odd;

    /// <summary>All bins empty.</summary>
    public BinCounter(HistogramScale scale)
    {
        this.scale = scale;
        even = new int[scale.Bins + 1];
        odd = new int[scale.Bins + 1];
    }

    /// <summary>Counts these values; a NaN has no bin.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        var whole = values[..(values.Length / Lanes * Lanes)];
        switch (scale)
        {
            case LinearScale linear:
                AddLinear(whole, linear);
                break;
            case OctaveScale octave:
                AddOctaves(whole, octave);
                break;
            default:
                whole = [];
                break;
        }

        foreach (var x in values[whole.Length..])
        {
            even[double.IsNaN(x) ? scale.Bins : scale.BinOf(x)]++;
        }
    }

    /// <summary>The counts.</summary>
    public long[] ToArray()
    {
        var counts = new long[scale.Bins];
        for (var bin = 0; bin < counts.Length; bin++)
        {
            counts[bin] = (long)even[bin] + odd[bin];
        }

        return counts;
    }

    private void AddLinear(ReadOnlySpan<double> values, LinearScale linear)
    {
        var (low, high) = (Vector512.Create(linear.Low), Vector512.Create(linear.High));
        var factor = Vector512.Create(linear.InnerBins / (linear.High - linear.Low));
        var last = Vector512.Create(linear.InnerBins - 1.0);
        for (; !values.IsEmpty; values = values[Lanes..])
        {
            var x = Vector512.Create(values[..Lanes]);
            // Cut to the scale before the conversion, which is defined for no infinity and no NaN.
            var inner = (x - low) * factor;
            inner = Vector512.ConditionalSelect(Vector512.LessThan(inner, last), inner, last);
            inner = Vector512.ConditionalSelect(
                Vector512.GreaterThan(inner, Vector512<double>.Zero), inner, Vector512<double>.Zero);
            var bin = Vector512.ConvertToInt64(inner) + Vector512<long>.One;
            bin &= Vector512.GreaterThanOrEqual(x, low).AsInt64();
            bin = Vector512.ConditionalSelect(
                Vector512.GreaterThanOrEqual(x, high).AsInt64(), Vector512.Create(linear.InnerBins + 1L), bin);
            Count(x, bin);
        }
    }

    private void AddOctaves(ReadOnlySpan<double> values, OctaveScale octave)
    {
        var low = Vector512.Create(double.ScaleB(1, octave.LowExponent));
        var first = Vector512.Create(2L * (1023 + octave.LowExponent) - 1);
        var last = Vector512.Create(octave.Bins - 1L);
        for (; !values.IsEmpty; values = values[Lanes..])
        {
            var x = Vector512.Create(values[..Lanes]);
            var bin = Vector512.Min((x.AsInt64() >> 51) - first, last);
            Count(x, bin & Vector512.GreaterThanOrEqual(x, low).AsInt64());
        }
    }

    private void Count(Vector512<double> x, Vector512<long> bin)
    {
        bin = Vector512.ConditionalSelect(
            Vector512.Equals(x, x).AsInt64(), bin, Vector512.Create((long)scale.Bins));
        var (a, b) = (even, odd);
        a[bin[0]]++;
        b[bin[1]]++;
        a[bin[2]]++;
        b[bin[3]]++;
        a[bin[4]]++;
        b[bin[5]]++;
        a[bin[6]]++;
        b[bin[7]]++;
    }
}
