namespace Farm.Numerics;

/// <summary>
/// A matrix laid out for the right side of a product: panel by panel of three rows of lanes, each in one piece, so that a
/// tile reads it from the front to the back.
/// </summary>
/// <remarks>The layout is that of one SIMD width; the numbers are the matrix's own.</remarks>
/// <param name="lanes">Lanes of a row: 4, 8 or 16.</param>
/// <param name="rows">How many rows, at least 1.</param>
/// <param name="columns">How many columns, at least 1.</param>
public sealed class PackedMatrix(int lanes, int rows, int columns)
{
    private readonly int width = 3 * lanes;
    private readonly LaneMemory memory = new(checked((columns + 3 * lanes - 1) / (3 * lanes) * 3 * lanes * rows));

    /// <summary>How many rows there are.</summary>
    public int Rows => rows;

    /// <summary>How many columns there are.</summary>
    public int Columns => columns;

    /// <summary>It, as a right factor.</summary>
    public MatrixRows AsRows => new(ref memory.First, width, width * rows);

    /// <summary>Takes a matrix of its size.</summary>
    /// <exception cref="ArgumentException">The matrix has another size.</exception>
    public void Pack(Matrix matrix)
    {
        Check(matrix.Rows, matrix.Columns);
        for (var (column, at) = (0, 0); column < columns; column += width)
        {
            var some = Math.Min(width, columns - column);
            for (var row = 0; row < rows; row++, at += width)
            {
                matrix.Row(row).Slice(column, some).CopyTo(memory.Span[at..]);
            }
        }
    }

    /// <summary>Takes the transpose of a matrix.</summary>
    /// <exception cref="ArgumentException">The transpose has another size.</exception>
    public void PackTransposed(Matrix matrix)
    {
        Check(matrix.Columns, matrix.Rows);
        var from = matrix.Padded;
        for (var (column, at) = (0, 0); column < columns; column += width, at += width * rows)
        {
            var some = Math.Min(width, columns - column);
            var panel = memory.Span.Slice(at, width * rows);
            for (var i = 0; i < some; i++)
            {
                var source = from.Slice((column + i) * matrix.Stride, rows);
                for (var (row, to) = (0, i); row < source.Length; row++, to += width)
                {
                    panel[to] = source[row];
                }
            }
        }
    }

    private void Check(int givenRows, int givenColumns)
    {
        if (givenRows != rows || givenColumns != columns)
        {
            throw new ArgumentException($"{givenRows} by {givenColumns} numbers do not fill {rows} by {columns}.");
        }
    }
}
