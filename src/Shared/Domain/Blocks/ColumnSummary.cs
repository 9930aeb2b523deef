namespace Farm.Domain;

/// <summary>Summarises one column's rows of a block, and makes its NaNs canonical on the way.</summary>
internal static class ColumnSummary
{
    /// <summary>
    /// The summary of rows [firstRow, firstRow + rows) of a column; its histogram is the tables' own.
    /// </summary>
    public static MeasurementSummary Of(TrialColumns columns, int column, int firstRow, int rows, BinTables tables)
    {
        var measurement = columns.Measurements[column];
        var histogram = tables.Histogram(column);
        if (rows == 0)
        {
            return MeasurementSummary.Empty(histogram);
        }

        var summary = measurement.Type switch
        {
            ColumnType.Flag => OfFlags(columns.Bytes(column).Slice(firstRow, rows)),
            ColumnType.Small when measurement.Words.Count > 0 =>
                OfCodes(columns.Bytes(column).Slice(firstRow, rows), measurement, histogram),
            ColumnType.Small => IntegerSummary.Of(columns.Bytes(column).Slice(firstRow, rows), measurement.Histogram, histogram),
            ColumnType.Count => IntegerSummary.Of(columns.Counts(column).Slice(firstRow, rows), measurement.Histogram, histogram),
            ColumnType.Float32 => FloatSummary.Of(columns.Floats(column).Slice(firstRow, rows), measurement.Histogram, histogram, tables),
            _ => FloatSummary.Of(columns.Doubles(column).Slice(firstRow, rows), measurement.Histogram, histogram, tables),
        };
        return measurement.Scale == 1 ? summary : Scaled(summary, measurement.Scale);
    }

    private static MeasurementSummary OfFlags(ReadOnlySpan<byte> flags)
    {
        var ones = flags.Count((byte)1);
        if (ones + flags.Count((byte)0) != flags.Length)
        {
            throw new InvalidOperationException("A flag is 0 or 1.");
        }

        return new MeasurementSummary(
            flags.Length, ones, ones, ones == flags.Length ? 1 : 0, ones == 0 ? 0 : 1, []);
    }

    private static MeasurementSummary OfCodes(ReadOnlySpan<byte> codes, Measurement measurement, long[] counts)
    {
        long seen = 0, sum = 0, squares = 0;
        for (var code = 0; code < counts.Length; code++)
        {
            counts[code] = codes.Count((byte)code);
            seen += counts[code];
            sum += counts[code] * code;
            squares += counts[code] * code * code;
        }

        if (seen != codes.Length)
        {
            throw new InvalidOperationException($"A code of {measurement.Name} stands for none of its words.");
        }

        return new MeasurementSummary(
            seen,
            sum,
            squares,
            counts.AsSpan().IndexOfAnyExcept(0),
            counts.AsSpan().LastIndexOfAnyExcept(0),
            counts);
    }

    private static MeasurementSummary Scaled(MeasurementSummary s, double scale) => s.Count == 0 ? s : s with
    {
        Sum = s.Sum * scale,
        SumOfSquares = s.SumOfSquares * (scale * scale),
        Minimum = s.Minimum * scale,
        Maximum = s.Maximum * scale,
    };
}
