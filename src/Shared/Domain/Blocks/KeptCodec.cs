namespace Farm.Domain;

/// <summary>What the ledger keeps of single trials: bit-packed flags, or all columns raw.</summary>
/// <remarks>
/// Flags: one kept measurement after another, in declared order, each as <see cref="BitPacking"/> packs its column.
/// All: each column's little-endian values, in declared order.
/// </remarks>
public static class KeptCodec
{
    /// <summary>The most bits that one trial may keep as flags.</summary>
    public const int MostBits = 64;

    /// <summary>Bits that a trial keeps as flags.</summary>
    public static int BitsOf(IReadOnlyList<Measurement> measurements) => measurements.Sum(m => m.KeptBits);

    /// <summary>Bytes that so many trials keep.</summary>
    public static long Length(IReadOnlyList<Measurement> measurements, Keep keep, int rows) => keep switch
    {
        Keep.Sums => 0,
        Keep.Flags => FlagBytes(measurements, rows),
        _ => (long)rows * measurements.Sum(m => m.Type.Bytes),
    };

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
        var expected = Length(into.Measurements, keep, rows);
        if (kept.Length != expected)
        {
            throw new FormatException($"{rows} trials keep {expected} bytes, not {kept.Length}.");
        }

        if (keep == Keep.Flags)
        {
            DecodeFlags(kept, into, rows);
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
        var kept = new byte[FlagBytes(columns.Measurements, rows)];
        var at = 0;
        for (var column = 0; column < columns.Measurements.Count; column++)
        {
            var measurement = columns.Measurements[column];
            if (measurement.KeptBits == 0)
            {
                continue;
            }

            var to = kept.AsSpan(at, BitPacking.Bytes(rows, measurement.KeptBits));
            var fits = measurement.Type == ColumnType.Count
                ? BitPacking.Pack(columns.Counts(column).Slice(firstRow, rows), measurement.KeptBits, to)
                : BitPacking.Pack(columns.Bytes(column).Slice(firstRow, rows), measurement.KeptBits, to);
            if (!fits)
            {
                throw new InvalidOperationException(
                    $"A value of {measurement.Name} does not fit into {measurement.KeptBits} bits.");
            }

            at += to.Length;
        }

        return kept;
    }

    private static void DecodeFlags(ReadOnlySpan<byte> kept, TrialColumns into, int rows)
    {
        for (var column = 0; column < into.Measurements.Count; column++)
        {
            var measurement = into.Measurements[column];
            var from = kept[..BitPacking.Bytes(rows, measurement.KeptBits)];
            kept = kept[from.Length..];
            if (measurement.KeptBits == 0)
            {
                continue;
            }

            if (measurement.Type == ColumnType.Count)
            {
                BitPacking.Unpack(from, measurement.KeptBits, into.Counts(column));
            }
            else
            {
                BitPacking.Unpack(from, measurement.KeptBits, into.Bytes(column));
            }
        }
    }

    private static int FlagBytes(IReadOnlyList<Measurement> measurements, int rows) =>
        measurements.Sum(m => BitPacking.Bytes(rows, m.KeptBits));

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
