using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>
/// The right factor of a product: a matrix, or the transpose of one; read where it lies, or put together panel by panel of
/// three rows of lanes, so that a tile reads it from the front to the back.
/// </summary>
/// <remarks>
/// A panel is packed just before it is read, and lies in a cache for all tiles that read it. It pays where rows lie far apart
/// and more than a few tiles read them; a transpose is always packed.
/// </remarks>
public readonly ref struct RightFactor
{
    private readonly Matrix matrix;
    private readonly PanelMemory? memory;
    private readonly bool isTransposed;

    private RightFactor(Matrix matrix, PanelMemory? memory, bool isTransposed)
    {
        (this.matrix, this.memory, this.isTransposed) = (matrix, memory, isTransposed);
        if (memory is not null && Rows > memory.MostRows)
        {
            throw new ArgumentException($"A factor of {Rows} rows does not fit panels of {memory.MostRows}.", nameof(memory));
        }
    }

    /// <summary>How many rows there are.</summary>
    public int Rows => isTransposed ? matrix.Columns : matrix.Rows;

    /// <summary>How many columns there are.</summary>
    public int Columns => isTransposed ? matrix.Rows : matrix.Columns;

    /// <summary>A matrix, read where it lies.</summary>
    public static RightFactor Of(Matrix matrix) => new(matrix, null, isTransposed: false);

    /// <summary>A matrix, packed.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="memory">Where panels go.</param>
    /// <exception cref="ArgumentException">It has more rows than panels there.</exception>
    public static RightFactor Packed(Matrix matrix, PanelMemory memory) => new(matrix, memory, isTransposed: false);

    /// <summary>A matrix's transpose, packed.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="memory">Where panels go.</param>
    /// <exception cref="ArgumentException">It has more columns than panels rows.</exception>
    public static RightFactor Transposed(Matrix matrix, PanelMemory memory) => new(matrix, memory, isTransposed: true);

    /// <summary>The panel from a column on.</summary>
    /// <param name="column">Its first column.</param>
    /// <param name="wide">Rows of lanes in it, 1 to 3.</param>
    internal MatrixRows Panel<T>(int column, int wide)
        where T : struct, ILanes<T>
    {
        if (memory is null)
        {
            return new(ref Unsafe.Add(ref matrix.First, column), matrix.Stride);
        }

        ref var panel = ref memory.Memory.First;
        var width = 3 * T.Count;
        if (!isTransposed)
        {
            Copy<T>(ref Unsafe.Add(ref matrix.First, column), matrix.Stride, ref panel, Rows, wide);
            return new(ref panel, width);
        }

        var some = Math.Min(wide * T.Count, Columns - column);
        if (some < wide * T.Count)
        {
            Clear<T>(ref Unsafe.Add(ref panel, (wide - 1) * T.Count), Rows);
        }

        Transposition.Copy(ref Unsafe.Add(ref matrix.First, column * matrix.Stride), matrix.Stride, ref panel, width, some, Rows);
        return new(ref panel, width);
    }

    private static void Copy<T>(ref float from, nint stride, ref float to, int rows, int wide)
        where T : struct, ILanes<T>
    {
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < wide; i++)
            {
                T.Store(T.Load(ref Unsafe.Add(ref from, i * T.Count)), ref Unsafe.Add(ref to, i * T.Count));
            }

            from = ref Unsafe.Add(ref from, stride);
            to = ref Unsafe.Add(ref to, 3 * T.Count);
        }
    }

    private static void Clear<T>(ref float to, int rows)
        where T : struct, ILanes<T>
    {
        for (var row = 0; row < rows; row++, to = ref Unsafe.Add(ref to, 3 * T.Count))
        {
            T.Store(T.Of(0), ref to);
        }
    }
}

/// <summary>Where a product packs one panel of its right factor after the other.</summary>
/// <param name="mostRows">Most rows of a right factor, at least 1.</param>
public sealed class PanelMemory(int mostRows)
{
    /// <summary>Numbers of a panel's row at the greatest width.</summary>
    private const int MostColumns = 48;

    /// <summary>Most rows of a right factor.</summary>
    public int MostRows => mostRows;

    internal LaneMemory Memory { get; } = new(checked(mostRows * MostColumns));
}
