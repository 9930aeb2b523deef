namespace Farm.Domain;

/// <summary>What the ledger keeps of single trials: bit-packed flags, or all columns raw.</summary>
/// <remarks>
/// Flags: each trial is a record of the kept measurements' bits, the first declared lowest; records follow each other
/// without gaps, lowest bit first; the last byte is filled with zeros. All: each column's little-endian values, in
/// declared order.
/// </remarks>
public static class KeptCodec
{
    /// <summary>The most bits that one trial may keep as flags.</summary>
    public const int MostBits = 64;

    /// <summary>Bits that a trial keeps as flags.</summary>
    public static int BitsOf(IReadOnlyList<Measurement> measurements) => measurements.Sum(m => m.KeptBits);

    /// <summary>Encodes rows.</summary>
    /// <exception cref="InvalidOperationException">A value does not fit into its measurement's bits.</exception>
    public static byte[] Encode(TrialColumns columns, Keep keep, int firstRow, int rows) => keep switch
    {
        Keep.Sums => [],
        Keep.Flags => EncodeFlags(columns, firstRow, rows),
        _ => EncodeAll(columns, firstRow, rows),
    };

    /// <summary>
    /// Decodes into columns whose measurements are those that were encoded; begins them at
    /// <paramref name="firstTrial"/>. Columns that were not kept are left as they are.
    /// </summary>
    /// <exception cref="FormatException">The bytes are not what so many trials keep.</exception>
    public static void Decode(ReadOnlySpan<byte> kept, Keep keep, TrialColumns into, long firstTrial, int rows)
    {
        into.Begin(firstTrial, rows);
        var bits = BitsOf(into.Measurements);
        long expected = keep switch
        {
            Keep.Sums => 0,
            Keep.Flags => ((long)rows * bits + 7) / 8,
            _ => (long)rows * into.Measurements.Sum(m => m.Type.Bytes),
        };
        if (kept.Length != expected)
        {
            throw new FormatException($"{rows} trials keep {expected} bytes, not {kept.Length}.");
        }

        if (keep == Keep.Flags)
        {
            DecodeFlags(kept, bits, into, rows);
        }
        else if (keep == Keep.All)
        {
            for (var (column, at) = (0, 0); column < into.Measurements.Count; column++)
            {
                var raw = into.Raw(column);
                kept.Slice(at, raw.Length).CopyTo(raw);
                at += raw.Length;
            }
        }
    }

    private static byte[] EncodeFlags(TrialColumns columns, int firstRow, int rows)
    {
        var records = new ulong[rows];
        var bits = 0;
        for (var column = 0; column < columns.Measurements.Count; column++)
        {
            var measurement = columns.Measurements[column];
            if (measurement.KeptBits == 0)
            {
                continue;
            }

            var limit = 1u << measurement.KeptBits;
            var fits = measurement.Type == ColumnType.Count
                ? Merge(columns.Counts(column).Slice(firstRow, rows), records, bits, limit)
                : Merge(columns.Bytes(column).Slice(firstRow, rows), records, bits, limit);
            if (!fits)
            {
                throw new InvalidOperationException(
                    $"A value of {measurement.Name} does not fit into {measurement.KeptBits} bits.");
            }

            bits += measurement.KeptBits;
        }

        return Pack(records, bits);
    }

    private static bool Merge(ReadOnlySpan<byte> values, Span<ulong> records, int shift, uint limit)
    {
        uint seen = 0;
        for (var i = 0; i < values.Length; i++)
        {
            seen |= values[i];
            records[i] |= (ulong)values[i] << shift;
        }

        return seen < limit;
    }

    private static bool Merge(ReadOnlySpan<ushort> values, Span<ulong> records, int shift, uint limit)
    {
        uint seen = 0;
        for (var i = 0; i < values.Length; i++)
        {
            seen |= values[i];
            records[i] |= (ulong)values[i] << shift;
        }

        return seen < limit;
    }

    private static byte[] Pack(ReadOnlySpan<ulong> records, int bits)
    {
        var packed = new byte[((long)records.Length * bits + 7) / 8];
        UInt128 pending = 0;
        var (held, at) = (0, 0);
        foreach (var record in records)
        {
            pending |= (UInt128)record << held;
            for (held += bits; held >= 8; held -= 8)
            {
                packed[at++] = (byte)pending;
                pending >>= 8;
            }
        }

        if (held > 0)
        {
            packed[at] = (byte)pending;
        }

        return packed;
    }

    private static void DecodeFlags(ReadOnlySpan<byte> kept, int bits, TrialColumns into, int rows)
    {
        UInt128 pending = 0;
        var (held, at) = (0, 0);
        for (var row = 0; row < rows; row++)
        {
            for (; held < bits; held += 8)
            {
                pending |= (UInt128)kept[at++] << held;
            }

            Spread((ulong)pending, into, row);
            pending >>= bits;
            held -= bits;
        }
    }

    private static void Spread(ulong record, TrialColumns into, int row)
    {
        for (var column = 0; column < into.Measurements.Count; column++)
        {
            var measurement = into.Measurements[column];
            var value = (uint)record & ((1u << measurement.KeptBits) - 1);
            if (measurement.KeptBits == 0)
            {
                continue;
            }

            if (measurement.Type == ColumnType.Count)
            {
                into.Counts(column)[row] = (ushort)value;
            }
            else
            {
                into.Bytes(column)[row] = (byte)value;
            }

            record >>= measurement.KeptBits;
        }
    }

    private static byte[] EncodeAll(TrialColumns columns, int firstRow, int rows)
    {
        var all = new byte[rows * columns.Measurements.Sum(m => m.Type.Bytes)];
        var at = 0;
        for (var column = 0; column < columns.Measurements.Count; column++)
        {
            var bytes = columns.Measurements[column].Type.Bytes;
            columns.Raw(column).Slice(firstRow * bytes, rows * bytes).CopyTo(all.AsSpan(at));
            at += rows * bytes;
        }

        return all;
    }
}
