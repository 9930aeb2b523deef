using System.Runtime.InteropServices;

namespace Farm.Domain;

/// <summary>
/// A run of trials as columns, one for each measurement of their cell: what a kernel writes and the block encoder
/// reads. Row i is trial <see cref="FirstTrial"/> + i. Reused from run to run; not thread-safe.
/// </summary>
public sealed class TrialColumns
{
    private readonly byte[][] columns;

    /// <summary>Columns for a cell.</summary>
    /// <param name="measurements">The cell's measurements, in declared order.</param>
    /// <param name="capacity">Largest number of rows.</param>
    public TrialColumns(IReadOnlyList<Measurement> measurements, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Measurements = measurements;
        Capacity = capacity;
        columns = [.. measurements.Select(m => new byte[checked(capacity * m.Type.Bytes)])];
    }

    /// <summary>The measurements, in declared order.</summary>
    public IReadOnlyList<Measurement> Measurements { get; }

    /// <summary>Largest number of rows.</summary>
    public int Capacity { get; }

    /// <summary>Trial of row 0.</summary>
    public long FirstTrial { get; private set; }

    /// <summary>Rows in use.</summary>
    public int Rows { get; private set; }

    /// <summary>Starts a new run of trials; the old rows' values are left to be overwritten.</summary>
    public void Begin(long firstTrial, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        FirstTrial = firstTrial;
        Rows = rows;
    }

    /// <summary>Position of a measurement's column, or −1 when the cell has no such measurement.</summary>
    public int IndexOf(string measurement)
    {
        for (var i = 0; i < Measurements.Count; i++)
        {
            if (Measurements[i].Name == measurement)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A column's raw little-endian bytes, rows in use only.</summary>
    public Span<byte> Raw(int column) => columns[column].AsSpan(0, Rows * Measurements[column].Type.Bytes);

    /// <summary>A column of flags or small numbers.</summary>
    public Span<byte> Bytes(int column) => Typed<byte>(column, 1);

    /// <summary>A column of counts.</summary>
    public Span<ushort> Counts(int column) => Typed<ushort>(column, 2);

    /// <summary>A column of float32.</summary>
    public Span<float> Floats(int column) => Typed<float>(column, 4);

    /// <summary>A column of float64.</summary>
    public Span<double> Doubles(int column) => Typed<double>(column, 8);

    /// <summary>One value as a number, scaled; NaN where the trial has none.</summary>
    public double ValueAt(int column, int row) => Measurements[column].Scale * Measurements[column].Type switch
    {
        ColumnType.Flag or ColumnType.Small => Bytes(column)[row],
        ColumnType.Count => Counts(column)[row],
        ColumnType.Float32 => Floats(column)[row],
        _ => Doubles(column)[row],
    };

    private Span<T> Typed<T>(int column, int bytes)
        where T : unmanaged
    {
        if (Measurements[column].Type.Bytes != bytes)
        {
            throw new InvalidOperationException(
                $"Column {Measurements[column].Name} is of type {Measurements[column].Type}, not of {bytes} bytes a row.");
        }

        return MemoryMarshal.Cast<byte, T>(Raw(column));
    }
}
