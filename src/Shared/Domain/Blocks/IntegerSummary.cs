using System.Runtime.Intrinsics;

namespace Farm.Domain;

/// <summary>Summaries of small whole numbers. Their sums are exact, so their order does not matter.</summary>
internal static class IntegerSummary
{
    /// <summary>The summary of bytes, of which there is at least one; their bins are counted in the histogram.</summary>
    public static MeasurementSummary Of(ReadOnlySpan<byte> values, HistogramScale? scale, long[] histogram)
    {
        Span<ushort> chunk = stackalloc ushort[512];
        var total = new Totals();
        for (; !values.IsEmpty; values = values[Math.Min(chunk.Length, values.Length)..])
        {
            var some = chunk[..Math.Min(chunk.Length, values.Length)];
            Widen(values[..some.Length], some);
            total.Add(some);
            CountBins(some, scale, histogram);
        }

        return total.ToSummary(histogram);
    }

    /// <summary>The summary of counts, of which there is at least one; their bins are counted in the histogram.</summary>
    public static MeasurementSummary Of(ReadOnlySpan<ushort> values, HistogramScale? scale, long[] histogram)
    {
        var total = new Totals();
        total.Add(values);
        CountBins(values, scale, histogram);
        return total.ToSummary(histogram);
    }

    private static void Widen(ReadOnlySpan<byte> from, Span<ushort> to)
    {
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = from[i];
        }
    }

    private static void CountBins(ReadOnlySpan<ushort> values, HistogramScale? scale, long[] histogram)
    {
        if (scale is null)
        {
            return;
        }

        // Bins of so few different values are looked up; most blocks hold each of them many times.
        Span<int> bins = stackalloc int[256];
        bins.Clear();
        foreach (var value in values)
        {
            if (value >= bins.Length)
            {
                histogram[scale.BinOf(value)]++;
                continue;
            }

            ref var bin = ref bins[value];
            bin = bin == 0 ? scale.BinOf(value) + 1 : bin;
            histogram[bin - 1]++;
        }
    }

    private struct Totals()
    {
        private long count;
        private ulong sum;
        private ulong squares;
        private ushort minimum = ushort.MaxValue;
        private ushort maximum;

        public void Add(ReadOnlySpan<ushort> values)
        {
            var (low, high) = (Vector256.Create(ushort.MaxValue), Vector256<ushort>.Zero);
            var (sums, squared) = (Vector256<uint>.Zero, Vector256<ulong>.Zero);
            var i = 0;
            for (; i + Vector256<ushort>.Count <= values.Length; i += Vector256<ushort>.Count)
            {
                var x = Vector256.Create(values.Slice(i, Vector256<ushort>.Count));
                low = Vector256.Min(low, x);
                high = Vector256.Max(high, x);
                var (a, b) = Vector256.Widen(x);
                sums += a + b;
                var (a2, b2) = (Vector256.Widen(a * a), Vector256.Widen(b * b));
                squared += a2.Lower + a2.Upper + b2.Lower + b2.Upper;
            }

            count += values.Length;
            for (var lane = 0; lane < Vector256<uint>.Count; lane++)
            {
                sum += sums[lane];
            }

            squares += Vector256.Sum(squared);
            for (var lane = 0; lane < Vector256<ushort>.Count && i > 0; lane++)
            {
                minimum = Math.Min(minimum, low[lane]);
                maximum = Math.Max(maximum, high[lane]);
            }

            foreach (var x in values[i..])
            {
                sum += x;
                squares += (ulong)x * x;
                minimum = Math.Min(minimum, x);
                maximum = Math.Max(maximum, x);
            }
        }

        public readonly MeasurementSummary ToSummary(long[] histogram) =>
            new(count, sum, squares, minimum, maximum, histogram);
    }
}
