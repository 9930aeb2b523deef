using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    /// <summary>
    /// The summary of float32 or float64 values; their NaNs become canonical, their bins are counted in the histogram.
    /// </summary>
    public static MeasurementSummary Of<T>(Span<T> values, HistogramScale? scale, long[] histogram, BinTables tables)
        where T : unmanaged => scale switch
        {
            null => Summarise(values, default(NoBins), histogram, tables),
            LinearScale linear => Summarise(values, new LinearBins(linear), histogram, tables),
            OctaveScale octave => Summarise(values, new OctaveBins(octave), histogram, tables),
            _ => Summarise(values, new OtherBins(scale), histogram, tables),
        };

    /// <summary>One pass, all of it in registers but for the bins' counts.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static MeasurementSummary Summarise<T, TBins>(
        Span<T> values, TBins bins, long[] histogram, BinTables tables)
        where T : unmanaged
        where TBins : struct, IBins
    {
        // Two tables, for neighbours are often alike and an increment must not wait for the one before it.
        var (even, odd) = tables.Pair(histogram.Length);
        Vector512<double> sum = default, squares = default;
        var (low, high) = (Vector512.Create(double.PositiveInfinity), Vector512.Create(double.NegativeInfinity));
        long missing = 0;
        for (var at = 0; at < values.Length; at += Lanes)
        {
            var x = Load(values, at);
            var value = x;
            if (!Vector512.EqualsAll(x, x))
            {
                var isNumber = Vector512.Equals(x, x);
                missing += Lanes - long.PopCount((long)isNumber.ExtractMostSignificantBits());
                value = Vector512.ConditionalSelect(isNumber, x, Vector512<double>.Zero);
            }

            sum += value;
            squares += value * value;
            low = Vector512.ConditionalSelect(Vector512.LessThan(x, low), x, low);
            high = Vector512.ConditionalSelect(Vector512.GreaterThan(x, high), x, high);
            if (typeof(TBins) == typeof(NoBins))
            {
                continue;
            }

            Count(bins.Of(x), ref MemoryMarshal.GetArrayDataReference(even), ref MemoryMarshal.GetArrayDataReference(odd));
        }

        // What fills up the last eight is missing too, but was never there.
        var padded = (values.Length + Lanes - 1) / Lanes * Lanes;
        Add(even, odd, histogram);
        return ToSummary(padded - missing, Tree(sum), Tree(squares), low, high, histogram);
    }

    /// <summary>Counts eight values, by turns in the one table and the other. No index is checked: bins come cut to the scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Count(Vector512<long> bins, ref int even, ref int odd)
    {
        ref var bin = ref Unsafe.As<Vector512<long>, nint>(ref bins);
        Unsafe.Add(ref even, bin)++;
        Unsafe.Add(ref odd, Unsafe.Add(ref bin, 1))++;
        Unsafe.Add(ref even, Unsafe.Add(ref bin, 2))++;
        Unsafe.Add(ref odd, Unsafe.Add(ref bin, 3))++;
        Unsafe.Add(ref even, Unsafe.Add(ref bin, 4))++;
        Unsafe.Add(ref odd, Unsafe.Add(ref bin, 5))++;
        Unsafe.Add(ref even, Unsafe.Add(ref bin, 6))++;
        Unsafe.Add(ref odd, Unsafe.Add(ref bin, 7))++;
    }

    /// <summary>Eight values; those beyond the last are NaNs. Stores canonical NaNs back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load<T>(Span<T> values, int at)
        where T : unmanaged
    {
        if (values.Length - at < Lanes)
        {
            return LoadLast(values[at..]);
        }

        if (typeof(T) == typeof(double))
        {
            var eight = MemoryMarshal.Cast<T, double>(values.Slice(at, Lanes));
            var x = Vector512.Create<double>(eight);
            if (!Vector512.EqualsAll(x, x))
            {
                x = Vector512.ConditionalSelect(Vector512.Equals(x, x), x, Vector512.Create(double.NaN));
                x.CopyTo(eight);
            }

            return x;
        }

        var floats = MemoryMarshal.Cast<T, float>(values.Slice(at, Lanes));
        var narrow = Vector256.Create<float>(floats);
        if (!Vector256.EqualsAll(narrow, narrow))
        {
            narrow = Vector256.ConditionalSelect(
                Vector256.Equals(narrow, narrow), narrow, Vector256.Create(float.NaN));
            narrow.CopyTo(floats);
        }

        var (lower, upper) = Vector256.Widen(narrow);
        return Vector512.Create(lower, upper);
    }

    private static Vector512<double> LoadLast<T>(Span<T> rest)
        where T : unmanaged
    {
        Span<double> padded = stackalloc double[Lanes];
        padded.Fill(double.NaN);
        for (var i = 0; i < rest.Length; i++)
        {
            if (typeof(T) == typeof(double))
            {
                ref var value = ref MemoryMarshal.Cast<T, double>(rest)[i];
                padded[i] = value = double.IsNaN(value) ? double.NaN : value;
            }
            else
            {
                ref var value = ref MemoryMarshal.Cast<T, float>(rest)[i];
                padded[i] = value = float.IsNaN(value) ? float.NaN : value;
            }
        }

        return Vector512.Create<double>(padded);
    }

    private static void Add(ReadOnlySpan<int> even, ReadOnlySpan<int> odd, Span<long> sums)
    {
        var bin = 0;
        for (; bin + Vector256<int>.Count <= sums.Length; bin += Vector256<int>.Count)
        {
            // A block has far fewer trials than an int counts.
            var sum = Vector256.Create(even[bin..]) + Vector256.Create(odd[bin..]);
            var (lower, upper) = Vector256.Widen(sum);
            lower.CopyTo(sums[bin..]);
            upper.CopyTo(sums[(bin + Vector256<long>.Count)..]);
        }

        for (; bin < sums.Length; bin++)
        {
            sums[bin] = even[bin] + odd[bin];
        }
    }

    private static MeasurementSummary ToSummary(
        long count, double sum, double squares, Vector512<double> low, Vector512<double> high, long[] histogram)
    {
        if (count == 0)
        {
            return MeasurementSummary.Empty(histogram);
        }

        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var lane = 0; lane < Lanes; lane++)
        {
            minimum = Math.Min(minimum, low[lane]);
            maximum = Math.Max(maximum, high[lane]);
        }

        return new MeasurementSummary(count, sum, squares, minimum, maximum, histogram);
    }

    private static double Tree(Vector512<double> s) =>
        ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}
