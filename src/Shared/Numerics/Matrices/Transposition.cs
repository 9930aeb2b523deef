using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Farm.Numerics;

/// <summary>Copies numbers so that rows become columns.</summary>
internal static class Transposition
{
    private const int Side = 4;

    /// <summary>to[j, i] = from[i, j].</summary>
    /// <param name="from">First number of the source.</param>
    /// <param name="fromStride">Numbers from one of its rows to the next.</param>
    /// <param name="to">First number of the target.</param>
    /// <param name="toStride">Numbers from one of its rows to the next.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    public static void Copy(ref float from, nint fromStride, ref float to, nint toStride, int rows, int columns)
    {
        var (wholeRows, wholeColumns) = Sse.IsSupported ? (rows / Side * Side, columns / Side * Side) : (0, 0);
        for (var i = 0; i < wholeRows; i += Side)
        {
            for (var j = 0; j < wholeColumns; j += Side)
            {
                CopySquare(
                    ref Unsafe.Add(ref from, i * fromStride + j), fromStride, ref Unsafe.Add(ref to, j * toStride + i), toStride);
            }
        }

        for (var i = 0; i < rows; i++)
        {
            for (var j = i < wholeRows ? wholeColumns : 0; j < columns; j++)
            {
                Unsafe.Add(ref to, j * toStride + i) = Unsafe.Add(ref from, i * fromStride + j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySquare(ref float from, nint fromStride, ref float to, nint toStride)
    {
        var row0 = Vector128.LoadUnsafe(ref from);
        var row1 = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, fromStride));
        var row2 = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * fromStride));
        var row3 = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * fromStride));
        var low01 = Sse.UnpackLow(row0, row1);
        var low23 = Sse.UnpackLow(row2, row3);
        var high01 = Sse.UnpackHigh(row0, row1);
        var high23 = Sse.UnpackHigh(row2, row3);
        Sse.MoveLowToHigh(low01, low23).StoreUnsafe(ref to);
        Sse.MoveHighToLow(low23, low01).StoreUnsafe(ref Unsafe.Add(ref to, toStride));
        Sse.MoveLowToHigh(high01, high23).StoreUnsafe(ref Unsafe.Add(ref to, 2 * toStride));
        Sse.MoveHighToLow(high23, high01).StoreUnsafe(ref Unsafe.Add(ref to, 3 * toStride));
    }
}
