using Farm.Domain;

namespace Farm.Coordinator.Results;

/// <summary>
/// Writes single trials: cell, trial, all measurements. Flags are 0 and 1, categories their words, numbers their
/// shortest text that reads back to the same bits, no value an empty field or null. UTF-8, a stream of any length.
/// </summary>
public sealed class TrialRowsWriter
{
    private readonly IReadOnlyList<Measurement> measurements;
    private readonly RowBuffer buffer;

    /// <summary>A writer of one cell's trials; csv writes its header at once.</summary>
    /// <param name="to">Where to; not closed.</param>
    /// <param name="format">The form.</param>
    /// <param name="measurements">The cell's measurements, those of the columns to come.</param>
    public TrialRowsWriter(Stream to, TrialFormat format, IReadOnlyList<Measurement> measurements)
    {
        this.measurements = measurements;
        buffer = new RowBuffer(to, format, ["trial"], measurements);
    }

    /// <summary>Writes all rows in use.</summary>
    /// <exception cref="ArgumentException">The columns are not of this writer's measurements.</exception>
    public void Write(Cell cell, TrialColumns columns)
    {
        if (!columns.Measurements.SequenceEqual(measurements))
        {
            throw new ArgumentException("The columns are not of this writer's measurements.", nameof(columns));
        }

        var start = buffer.Start(cell);
        for (var row = 0; row < columns.Rows; row++)
        {
            buffer.Begin(start, columns.FirstTrial + row);
            for (var column = 0; column < measurements.Count; column++)
            {
                buffer.Value(column, measurements[column], columns.ValueAt(column, row));
            }

            buffer.End();
        }
    }

    /// <summary>Hands everything written so far to the stream.</summary>
    public void Flush() => buffer.Flush();
}
