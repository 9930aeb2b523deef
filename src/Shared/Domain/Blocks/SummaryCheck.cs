namespace Farm.Domain;

/// <summary>Says why encoded summaries cannot be those of a block, without decoding them into objects.</summary>
/// <remarks>
/// What passes can be decoded, and its counts agree with each other and with the number of trials. Whether its sums are
/// right only another execution can tell.
/// </remarks>
public static class SummaryCheck
{
    /// <summary>Why these bytes cannot be the summaries of so many trials; null when they can.</summary>
    /// <param name="measurements">The measurements, in declared order.</param>
    /// <param name="encoded">The summaries, as <see cref="SummaryCodec"/> writes them.</param>
    /// <param name="trials">Trials in the block.</param>
    public static string? FaultOf(IReadOnlyList<Measurement> measurements, ReadOnlySpan<byte> encoded, int trials)
    {
        var from = new SummaryReader(encoded);
        try
        {
            for (var i = 0; i < measurements.Count; i++)
            {
                if (!CanBe(measurements[i], ref from, trials))
                {
                    return $"the summary of {measurements[i].Name} cannot be that of {trials} trials";
                }
            }
        }
        catch (FormatException)
        {
            return "the summaries are cut or damaged";
        }

        return from.IsAtEnd ? null : "the summaries are longer than their measurements need";
    }

    private static bool CanBe(Measurement measurement, ref SummaryReader from, int trials)
    {
        switch (measurement.Kind)
        {
            case MeasurementKind.Proportion:
                return from.Varint() == trials && from.Varint() <= trials;
            case MeasurementKind.Category:
                return Counts(ref from, measurement.Words.Count, trials);
            default:
                return NumberCanBe(measurement, ref from, trials);
        }
    }

    private static bool NumberCanBe(Measurement measurement, ref SummaryReader from, int trials)
    {
        var count = from.Varint();
        var isWhole = measurement.Type is ColumnType.Small or ColumnType.Count;
        if (count > trials || (isWhole && count != trials))
        {
            return false;
        }

        if (count == 0)
        {
            return true;
        }

        // A sum of infinities of both signs is a NaN; the others cannot be one.
        var (sum, squares, minimum, maximum) = (from.Double(), from.Double(), from.Double(), from.Double());
        return squares >= 0
            && minimum <= maximum
            && !(sum > 0 && maximum < 0)
            && !(sum < 0 && minimum > 0)
            && (measurement.Histogram is not { } scale || HistogramCanBe(ref from, scale.Bins, count));
    }

    private static bool HistogramCanBe(ref SummaryReader from, int bins, long count)
    {
        var used = from.Varint();
        if (used > bins)
        {
            return false;
        }

        var sum = 0L;
        for (long i = 0; i < used; i++)
        {
            var some = from.Varint();
            i += some == 0 ? from.Zeros(used - i - 1) : 0;
            if (some > count - sum)
            {
                return false;
            }

            sum += some;
        }

        return sum == count;
    }

    private static bool Counts(ref SummaryReader from, int words, long trials)
    {
        var sum = 0L;
        for (var code = 0; code < words; code++)
        {
            var count = from.Varint();
            if (count > trials - sum)
            {
                return false;
            }

            sum += count;
        }

        return sum == trials;
    }
}
