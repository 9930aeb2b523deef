using Farm.Domain;

namespace Farm.Coordinator.Results;

/// <summary>Writes curves: cell, trial, step, all columns; as <see cref="TrialRowsWriter"/> writes values.</summary>
public sealed class CurveRowsWriter
{
    private readonly IReadOnlyList<Measurement> columns;
    private readonly RowBuffer buffer;

    /// <summary>A writer of one cell's curves; csv writes its header at once.</summary>
    /// <param name="to">Where to; not closed.</param>
    /// <param name="format">The form.</param>
    /// <param name="columns">The cell's curve columns of today.</param>
    public CurveRowsWriter(Stream to, TrialFormat format, IReadOnlyList<Measurement> columns)
    {
        this.columns = columns;
        buffer = new RowBuffer(to, format, ["trial", "step"], columns);
    }

    /// <summary>Writes rows of a trial; a column that they do not have, since it is newer, has no value.</summary>
    public void Write(Cell cell, long trial, CurveRows rows)
    {
        var start = buffer.Start(cell);
        int[] from = [.. columns.Select(c => IndexIn(rows, c))];
        for (var row = 0; row < rows.Count; row++)
        {
            buffer.Begin(start, trial, rows.StepAt(row));
            for (var column = 0; column < columns.Count; column++)
            {
                buffer.Value(column, columns[column], from[column] < 0 ? double.NaN : rows.ValueAt(from[column], row));
            }

            buffer.End();
        }
    }

    /// <summary>Hands everything written so far to the stream.</summary>
    public void Flush() => buffer.Flush();

    private static int IndexIn(CurveRows rows, Measurement column) =>
        Enumerable.Range(0, rows.Columns.Count).FirstOrDefault(i => rows.Columns[i].Name == column.Name, -1);
}
