using System.Buffers.Binary;

namespace Farm.Domain;

/// <summary>
/// Rows of a long trial's time series: a step and a value for each column. What a study writes while a slice runs, and
/// what is stored. Not thread-safe.
/// </summary>
/// <remarks>
/// A row is the step (int64) and each column's value in declared order, little-endian, NaNs canonical.
/// </remarks>
public sealed class CurveRows
{
    private const int StepBytes = sizeof(long);
    private readonly int[] offsets;
    private byte[] bytes = [];
    private int length;
    private long lastStep = -1;

    /// <summary>No rows yet.</summary>
    /// <param name="columns">The cell's curve columns, in declared order.</param>
    public CurveRows(IReadOnlyList<Measurement> columns)
    {
        Columns = columns;
        offsets = new int[columns.Count];
        RowBytes = StepBytes;
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = RowBytes;
            RowBytes += columns[i].Type.Bytes;
        }
    }

    /// <summary>The columns, in declared order.</summary>
    public IReadOnlyList<Measurement> Columns { get; }

    /// <summary>Bytes of one row.</summary>
    public int RowBytes { get; }

    /// <summary>Number of rows.</summary>
    public int Count => length / RowBytes;

    /// <summary>The rows as they are stored.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    /// <summary>Drops all rows; those to come lie after a step.</summary>
    /// <param name="afterStep">The step of the last row before these; −1 when there is none.</param>
    public void Begin(long afterStep)
    {
        length = 0;
        lastStep = afterStep;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="step">Steps done when it is measured; more than in the row before.</param>
    /// <param name="values">
    /// A value for each column, as the column stores it: unscaled, a category as its code; NaN where a float column has
    /// none.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The step is not after the last row's, values are not one a column, or one does not fit its column.
    /// </exception>
    /// <exception cref="InvalidOperationException">The slice's rows are more than the most.</exception>
    public void Add(long step, params ReadOnlySpan<double> values)
    {
        if (step <= lastStep || values.Length != Columns.Count)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"A row of {values.Length} values at step {step} does not follow step {lastStep} in {Columns.Count} columns."));
        }

        var row = Grow();
        BinaryPrimitives.WriteInt64LittleEndian(row, step);
        for (var i = 0; i < values.Length; i++)
        {
            Put(Columns[i], row[offsets[i]..], values[i]);
        }

        length += RowBytes;
        lastStep = step;
    }

    /// <summary>Adds rows as they are stored.</summary>
    /// <exception cref="FormatException"><see cref="FaultOf"/> finds something.</exception>
    public void Load(ReadOnlySpan<byte> rows)
    {
        if (FaultOf(Columns, rows, lastStep, long.MaxValue) is { } fault)
        {
            throw new FormatException($"The curve {fault}.");
        }

        for (; !rows.IsEmpty; rows = rows[RowBytes..])
        {
            rows[..RowBytes].CopyTo(Grow());
            length += RowBytes;
            lastStep = BinaryPrimitives.ReadInt64LittleEndian(rows);
        }
    }

    /// <summary>A row's step.</summary>
    public long StepAt(int row) => BinaryPrimitives.ReadInt64LittleEndian(Row(row));

    /// <summary>One value as a number, scaled; NaN where the row has none.</summary>
    public double ValueAt(int column, int row) =>
        Columns[column].Scale * Read(Columns[column].Type, Row(row)[offsets[column]..]);

    /// <summary>One row as it is stored.</summary>
    public ReadOnlySpan<byte> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        return bytes.AsSpan(row * RowBytes, RowBytes);
    }

    /// <summary>Where a column's value lies in a row.</summary>
    internal ReadOnlySpan<byte> Cell(int column, int row) =>
        Row(row).Slice(offsets[column], Columns[column].Type.Bytes);

    /// <summary>What is wrong with rows that came from elsewhere, in one line without its beginning; null for nothing.</summary>
    /// <param name="columns">The cell's curve columns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="afterStep">All steps must be above it.</param>
    /// <param name="lastStep">None may be above it.</param>
    public static string? FaultOf(IReadOnlyList<Measurement> columns, ReadOnlySpan<byte> rows, long afterStep, long lastStep)
    {
        var rowBytes = StepBytes + columns.Sum(c => c.Type.Bytes);
        if (rows.Length % rowBytes != 0)
        {
            return FormattableString.Invariant($"has {rows.Length} bytes, not whole rows of {rowBytes}");
        }

        for (; !rows.IsEmpty; rows = rows[rowBytes..])
        {
            var step = BinaryPrimitives.ReadInt64LittleEndian(rows);
            if (step <= afterStep || step > lastStep)
            {
                return FormattableString.Invariant($"has a row at step {step}, not within {afterStep + 1} and {lastStep}");
            }

            afterStep = step;
            var at = StepBytes;
            foreach (var column in columns)
            {
                var value = Read(column.Type, rows[at..]);
                at += column.Type.Bytes;
                if ((column.Type == ColumnType.Flag && value > 1) || (column.Words.Count > 0 && value >= column.Words.Count))
                {
                    return FormattableString.Invariant($"has {column.Name} = {value} at step {step}");
                }
            }
        }

        return null;
    }

    private static double Read(ColumnType type, ReadOnlySpan<byte> at) => type switch
    {
        ColumnType.Flag or ColumnType.Small => at[0],
        ColumnType.Count => BinaryPrimitives.ReadUInt16LittleEndian(at),
        ColumnType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(at),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(at),
    };

    private static void Put(Measurement column, Span<byte> at, double value)
    {
        switch (column.Type)
        {
            case ColumnType.Float32:
                BinaryPrimitives.WriteSingleLittleEndian(at, double.IsNaN(value) ? float.NaN : (float)value);
                return;
            case ColumnType.Float64:
                BinaryPrimitives.WriteDoubleLittleEndian(at, double.IsNaN(value) ? double.NaN : value);
                return;
        }

        double most = column.Type switch
        {
            ColumnType.Flag => 1,
            ColumnType.Small => column.Words.Count > 0 ? column.Words.Count - 1 : byte.MaxValue,
            _ => ushort.MaxValue,
        };
        if (!(value >= 0 && value <= most) || value != Math.Floor(value))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{value} is no value of column {column.Name}: a whole number from 0 to {most} is."));
        }

        if (column.Type == ColumnType.Count)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)value);
        }
        else
        {
            at[0] = (byte)value;
        }
    }

    private Span<byte> Grow()
    {
        if (bytes.Length < length + RowBytes)
        {
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, length + (16 * RowBytes)));
        }

        return bytes.AsSpan(length, RowBytes);
    }
}
