using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>Measured trials on their way to the columns: a row for each of <see cref="XorMeasurements.All"/>.</summary>
internal sealed class XorOutputs
{
    private readonly LaneMemory memory = new(XorMeasurements.All.Count * XorFinished.Capacity);
    private int[] sources = [];

    /// <summary>Position in a measurement's row.</summary>
    public ref float At(XorOutput output, int trial) =>
        ref memory.Span[(int)output * XorFinished.Capacity + trial];

    /// <summary>Finds the row of every column.</summary>
    /// <exception cref="ArgumentException">A column is no measurement of this study, or out of order.</exception>
    public void Bind(TrialColumns columns)
    {
        if (sources.Length != columns.Measurements.Count)
        {
            sources = new int[columns.Measurements.Count];
        }

        var row = 0;
        for (var column = 0; column < sources.Length; column++)
        {
            var name = columns.Measurements[column].Name;
            while (row < XorMeasurements.All.Count && XorMeasurements.All[row].Name != name)
            {
                row++;
            }

            sources[column] = row < XorMeasurements.All.Count
                ? row++
                : throw new ArgumentException($"'{name}' is no measurement of xor, or not in its order.", nameof(columns));
        }
    }

    /// <summary>Writes the trials to their rows of the columns.</summary>
    public void Write(XorFinished finished, TrialColumns columns)
    {
        Span<int> rows = stackalloc int[XorFinished.Capacity];
        rows = rows[..finished.Count];
        for (var trial = 0; trial < rows.Length; trial++)
        {
            rows[trial] = finished.TrialRow(trial);
        }

        for (var column = 0; column < sources.Length; column++)
        {
            var values = memory.Span.Slice(sources[column] * XorFinished.Capacity, rows.Length);
            switch (columns.Measurements[column].Type)
            {
                case ColumnType.Float32:
                    Write(values, rows, columns.Floats(column));
                    break;
                case ColumnType.Count:
                    Write(values, rows, columns.Counts(column));
                    break;
                default:
                    Write(values, rows, columns.Bytes(column));
                    break;
            }
        }
    }

    private static void Write(ReadOnlySpan<float> values, ReadOnlySpan<int> rows, Span<float> column)
    {
        for (var i = 0; i < values.Length; i++)
        {
            column[rows[i]] = values[i];
        }
    }

    private static void Write(ReadOnlySpan<float> values, ReadOnlySpan<int> rows, Span<ushort> column)
    {
        for (var i = 0; i < values.Length; i++)
        {
            column[rows[i]] = (ushort)(int)values[i];
        }
    }

    private static void Write(ReadOnlySpan<float> values, ReadOnlySpan<int> rows, Span<byte> column)
    {
        for (var i = 0; i < values.Length; i++)
        {
            column[rows[i]] = (byte)(int)values[i];
        }
    }
}
