using System.Runtime.Intrinsics;

namespace Farm.Domain;

/// <summary>Summaries of float columns.</summary>
/// <remarks>
/// Sums are taken in float64 by eight partial sums, the j-th over rows j, j + 8, …, folded as
/// ((s0+s4)+(s2+s6)) + ((s1+s5)+(s3+s7)): a fixed order, so every host gets the same bits.
/// </remarks>
internal static class FloatSummary
{
    private const int Lanes = 8;

    /// <summary>The summary of float32 values; their NaNs become canonical.</summary>
    public static MeasurementSummary Of(Span<float> values, HistogramScale? scale)
    {
        Span<double> chunk = stackalloc double[256];
        var sums = new Partial();
        var bins = scale is null ? null : new BinCounter(scale);
        for (; !values.IsEmpty; values = values[Math.Min(chunk.Length, values.Length)..])
        {
            var some = chunk[..Math.Min(chunk.Length, values.Length)];
            Widen(values[..some.Length], some);
            sums.Add(some);
            bins?.Add(some);
        }

        return sums.Fold(bins);
    }

    /// <summary>The summary of float64 values; their NaNs become canonical.</summary>
    public static MeasurementSummary Of(Span<double> values, HistogramScale? scale)
    {
        foreach (ref var value in values)
        {
            value = double.IsNaN(value) ? double.NaN : value;
        }

        var sums = new Partial();
        sums.Add(values);
        var bins = scale is null ? null : new BinCounter(scale);
        bins?.Add(values);
        return sums.Fold(bins);
    }

    private static void Widen(Span<float> from, Span<double> to)
    {
        var i = 0;
        for (; i + Lanes <= from.Length; i += Lanes)
        {
            var x = Vector256.Create<float>(from.Slice(i, Lanes));
            var isNumber = Vector256.Equals(x, x);
            if (isNumber != Vector256<float>.AllBitsSet)
            {
                x = Vector256.ConditionalSelect(isNumber, x, Vector256.Create(float.NaN));
                x.CopyTo(from[i..]);
            }

            var (lower, upper) = Vector256.Widen(x);
            Vector512.Create(lower, upper).CopyTo(to[i..]);
        }

        for (; i < from.Length; i++)
        {
            from[i] = float.IsNaN(from[i]) ? float.NaN : from[i];
            to[i] = from[i];
        }
    }

    /// <summary>The eight partial sums. Every piece but the last that is added has a multiple of eight values.</summary>
    private struct Partial()
    {
        private Vector512<double> sum;
        private Vector512<double> squares;
        private Vector512<double> minimum = Vector512.Create(double.PositiveInfinity);
        private Vector512<double> maximum = Vector512.Create(double.NegativeInfinity);
        private Vector512<long> count;

        public void Add(ReadOnlySpan<double> values)
        {
            // In locals, so that they stay in registers.
            var (s, q, low, high, n) = (sum, squares, minimum, maximum, count);
            for (; !values.IsEmpty; values = values[Math.Min(Lanes, values.Length)..])
            {
                // A last, short vector is filled up with NaNs, which count as no values.
                var x = values.Length >= Lanes ? Vector512.Create(values[..Lanes]) : Padded(values);
                var isNumber = Vector512.Equals(x, x);
                var value = x & isNumber;
                n -= isNumber.AsInt64();
                s += value;
                q += value * value;
                low = Vector512.ConditionalSelect(Vector512.LessThan(x, low), x, low);
                high = Vector512.ConditionalSelect(Vector512.GreaterThan(x, high), x, high);
            }

            (sum, squares, minimum, maximum, count) = (s, q, low, high, n);
        }

        public readonly MeasurementSummary Fold(BinCounter? bins)
        {
            var histogram = bins?.ToArray() ?? [];
            var n = Vector512.Sum(count);
            if (n == 0)
            {
                return MeasurementSummary.Empty(histogram.Length);
            }

            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var lane = 0; lane < Lanes; lane++)
            {
                low = Math.Min(low, minimum[lane]);
                high = Math.Max(high, maximum[lane]);
            }

            return new MeasurementSummary(n, Tree(sum), Tree(squares), low, high, histogram);
        }

        private static Vector512<double> Padded(ReadOnlySpan<double> values)
        {
            Span<double> padded = stackalloc double[Lanes];
            padded.Fill(double.NaN);
            values.CopyTo(padded);
            return Vector512.Create<double>(padded);
        }

        private static double Tree(Vector512<double> s) =>
            ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
    }
}
