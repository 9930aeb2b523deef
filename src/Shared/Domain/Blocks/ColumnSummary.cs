using System.Numerics;
using System.Runtime.Intrinsics;

namespace Farm.Domain;

/// <summary>Summarises one column's rows of a block, and makes its NaNs canonical on the way.</summary>
/// <remarks>
/// Sums are taken in float64 by eight partial sums, the j-th over rows j, j + 8, …, folded as
/// ((s0+s4)+(s2+s6)) + ((s1+s5)+(s3+s7)): a fixed order, so every host gets the same bits.
/// </remarks>
internal static class ColumnSummary
{
    private const int Lanes = 8;

    /// <summary>The summary of rows [firstRow, firstRow + rows) of a column.</summary>
    public static MeasurementSummary Of(TrialColumns columns, int column, int firstRow, int rows)
    {
        var measurement = columns.Measurements[column];
        var summary = measurement.Type switch
        {
            ColumnType.Flag => OfFlags(columns.Bytes(column).Slice(firstRow, rows)),
            ColumnType.Small => OfIntegers(columns.Bytes(column).Slice(firstRow, rows), measurement),
            ColumnType.Count => OfIntegers(columns.Counts(column).Slice(firstRow, rows), measurement),
            ColumnType.Float32 => OfFloats(columns.Floats(column).Slice(firstRow, rows), measurement.Histogram),
            _ => OfDoubles(columns.Doubles(column).Slice(firstRow, rows), measurement.Histogram),
        };
        return measurement.Scale == 1 || summary.Count == 0 ? summary : Scaled(summary, measurement.Scale);
    }

    private static MeasurementSummary OfFlags(ReadOnlySpan<byte> flags)
    {
        var ones = flags.Count((byte)1);
        if (ones + flags.Count((byte)0) != flags.Length)
        {
            throw new InvalidOperationException("A flag is 0 or 1.");
        }

        return new MeasurementSummary(
            flags.Length,
            ones,
            ones,
            flags.IsEmpty ? double.PositiveInfinity : ones == flags.Length ? 1 : 0,
            flags.IsEmpty ? double.NegativeInfinity : ones == 0 ? 0 : 1,
            []);
    }

    private static MeasurementSummary OfIntegers<T>(ReadOnlySpan<T> values, Measurement measurement)
        where T : unmanaged, IBinaryInteger<T>
    {
        var histogram = new long[MeasurementSummary.BinsOf(measurement)];
        long sum = 0, squares = 0, minimum = long.MaxValue, maximum = long.MinValue;
        foreach (var value in values)
        {
            var x = long.CreateTruncating(value);
            sum += x;
            squares += x * x;
            minimum = Math.Min(minimum, x);
            maximum = Math.Max(maximum, x);
            if (histogram.Length > 0)
            {
                histogram[measurement.Words.Count > 0 ? (int)x : measurement.Histogram!.BinOf(x)]++;
            }
        }

        return values.IsEmpty
            ? MeasurementSummary.Empty(histogram.Length)
            : new MeasurementSummary(values.Length, sum, squares, minimum, maximum, histogram);
    }

    private static MeasurementSummary OfFloats(Span<float> values, HistogramScale? scale)
    {
        var sums = new Sums(scale);
        var i = 0;
        for (; i + Lanes <= values.Length; i += Lanes)
        {
            var x = Vector256.Create<float>(values.Slice(i, Lanes));
            var isNumber = Vector256.Equals(x, x);
            if (isNumber != Vector256<float>.AllBitsSet)
            {
                x = Vector256.ConditionalSelect(isNumber, x, Vector256.Create(float.NaN));
                x.CopyTo(values[i..]);
            }

            var (lower, upper) = Vector256.Widen(x);
            sums.Add(Vector512.Create(lower, upper));
        }

        for (; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
            {
                values[i] = float.NaN;
            }

            sums.AddOne(i % Lanes, values[i]);
        }

        return sums.Fold();
    }

    private static MeasurementSummary OfDoubles(Span<double> values, HistogramScale? scale)
    {
        var sums = new Sums(scale);
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                values[i] = double.NaN;
            }

            sums.AddOne(i % Lanes, values[i]);
        }

        return sums.Fold();
    }

    private static MeasurementSummary Scaled(MeasurementSummary s, double scale) =>
        s with
        {
            Sum = s.Sum * scale,
            SumOfSquares = s.SumOfSquares * (scale * scale),
            Minimum = s.Minimum * scale,
            Maximum = s.Maximum * scale,
        };

    private ref struct Sums
    {
        private readonly HistogramScale? scale;
        private readonly long[] histogram;
        private Vector512<double> sum;
        private Vector512<double> squares;
        private Vector512<double> minimum = Vector512.Create(double.PositiveInfinity);
        private Vector512<double> maximum = Vector512.Create(double.NegativeInfinity);
        private Vector512<long> count;

        public Sums(HistogramScale? scale)
        {
            this.scale = scale;
            histogram = new long[scale?.Bins ?? 0];
        }

        public void Add(Vector512<double> x)
        {
            var isNumber = Vector512.Equals(x, x);
            var value = x & isNumber;
            count -= isNumber.AsInt64();
            sum += value;
            squares += value * value;
            minimum = Vector512.Min(minimum, Vector512.ConditionalSelect(isNumber, x, minimum));
            maximum = Vector512.Max(maximum, Vector512.ConditionalSelect(isNumber, x, maximum));
            Bin(x, isNumber);
        }

        public void AddOne(int lane, double x)
        {
            if (double.IsNaN(x))
            {
                return;
            }

            count = count.WithElement(lane, count[lane] + 1);
            sum = sum.WithElement(lane, sum[lane] + x);
            squares = squares.WithElement(lane, squares[lane] + x * x);
            minimum = minimum.WithElement(lane, Math.Min(minimum[lane], x));
            maximum = maximum.WithElement(lane, Math.Max(maximum[lane], x));
            if (scale is not null)
            {
                histogram[scale.BinOf(x)]++;
            }
        }

        public readonly MeasurementSummary Fold()
        {
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

        private static double Tree(Vector512<double> s) =>
            ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));

        private readonly void Bin(Vector512<double> x, Vector512<double> isNumber)
        {
            if (scale is null)
            {
                return;
            }

            Span<long> bins = stackalloc long[Lanes];
            BinVector.Of(scale, x).CopyTo(bins);
            var mask = isNumber.ExtractMostSignificantBits();
            for (var lane = 0; lane < Lanes; lane++)
            {
                histogram[bins[lane]] += (long)(mask >> lane) & 1;
            }
        }
    }
}
