namespace Farm.Domain;

/// <summary>Says why bytes cannot be what a block keeps of single trials.</summary>
public static class KeptCheck
{
    /// <summary>Why these bytes cannot be what so many trials keep; null when they can.</summary>
    public static string? FaultOf(
        IReadOnlyList<Measurement> measurements, Keep keep, ReadOnlySpan<byte> kept, int rows)
    {
        var expected = KeptCodec.Length(measurements, keep, rows);
        if (kept.Length != expected)
        {
            return $"{rows} trials keep {expected} bytes, not {kept.Length}";
        }

        var at = 0;
        for (var i = 0; i < measurements.Count && keep != Keep.Sums; i++)
        {
            var measurement = measurements[i];
            var bytes = keep == Keep.All ? rows * measurement.Type.Bytes : BitPacking.Bytes(rows, measurement.KeptBits);
            var codes = CodesOf(measurement);
            var bits = keep == Keep.All ? 8 : measurement.KeptBits;
            if (bits > 0 && codes < 1 << bits && !AreBelow(kept.Slice(at, bytes), codes, bits, rows))
            {
                return $"a kept value of {measurement.Name} is none that it has";
            }

            at += bytes;
        }

        return null;
    }

    /// <summary>How many codes a flag or a category has; more than a byte holds for numbers, which have any.</summary>
    private static int CodesOf(Measurement measurement) => measurement.Kind switch
    {
        MeasurementKind.Proportion => 2,
        MeasurementKind.Category => measurement.Words.Count,
        _ => int.MaxValue,
    };

    private static bool AreBelow(ReadOnlySpan<byte> packed, int codes, int bits, int rows)
    {
        if (bits == 8)
        {
            return !packed.ContainsAnyInRange((byte)codes, byte.MaxValue);
        }

        Span<byte> values = stackalloc byte[256];
        for (var done = 0; done < rows; done += values.Length)
        {
            var some = values[..Math.Min(values.Length, rows - done)];
            BitPacking.Unpack(packed[(done / 8 * bits)..], bits, some);
            if (some.ContainsAnyInRange((byte)codes, byte.MaxValue))
            {
                return false;
            }
        }

        return true;
    }
}
