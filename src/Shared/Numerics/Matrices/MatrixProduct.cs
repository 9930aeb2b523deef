using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Products of float32 matrices: C ← S + A·B.</summary>
/// <remarks>
/// <para>c_ij begins as s_ij and is then fused-multiply-added a_ik·b_kj for k = 0, 1, 2, …, one after the other. Lanes lie
/// along j alone, so that every element is the same chain of roundings at every SIMD width, for any tiling and on any number
/// of threads. A NaN or an infinity goes where that chain takes it.</para>
/// <para>Tiles are 8 rows by 3 rows of lanes where there are 32 registers, 4 by 3 where there are 16, and smaller at the
/// edges. Per k a tile costs 3 loads of B and a broadcast of A a row, for 24 (12) fused operations. B is read down a panel
/// of 3 rows of lanes, which <see cref="RightFactor"/> may put together first.</para>
/// </remarks>
public static class MatrixProduct
{
    /// <summary>Lanes of the width that comes with 32 registers.</summary>
    private const int MostLanes = 16;

    /// <summary>C ← S + A·B.</summary>
    /// <param name="a">A: rows × depth, by the strides that it is read with.</param>
    /// <param name="b">B: depth × columns.</param>
    /// <param name="start">S: rows × columns, or one row for all; C itself adds up.</param>
    /// <param name="c">C: rows × columns, whole rows of lanes. It may be S, and must be neither A nor B.</param>
    /// <param name="size">How large they are.</param>
    /// <typeparam name="T">The lanes.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(LeftFactor a, RightFactor b, MatrixRows start, MatrixRows c, ProductSize size)
        where T : struct, ILanes<T>
    {
        var lanes = T.Count;
        var panels = (size.Columns + lanes - 1) / lanes;
        for (var panel = 0; panel < panels; panel += 3)
        {
            var wide = Math.Min(3, panels - panel);
            var at = panel * lanes;
            var right = b.Panel<T>(at, wide);
            var row = 0;
            for (; lanes == MostLanes && row + 8 <= size.Rows; row += 8)
            {
                Tall<T>(a.Down(row), right, start.At(row, at), c.At(row, at), size.Depth, wide);
            }

            for (; row + 4 <= size.Rows; row += 4)
            {
                Middle<T>(a.Down(row), right, start.At(row, at), c.At(row, at), size.Depth, wide);
            }

            for (; row < size.Rows; row++)
            {
                Flat<T>(a.Down(row), right, start.At(row, at), c.At(row, at), size.Depth, wide);
            }
        }
    }

    private static void Tall<T>(LeftFactor a, MatrixRows b, MatrixRows start, MatrixRows c, int depth, int wide)
        where T : struct, ILanes<T>
    {
        if (wide == 3)
        {
            MatrixTiles<T>.EightByThree(a, b, start, c, depth);
            return;
        }

        for (var i = 0; i < wide; i++)
        {
            MatrixTiles<T>.EightByOne(a, b.Right(i * T.Count), start.Right(i * T.Count), c.Right(i * T.Count), depth);
        }
    }

    private static void Middle<T>(LeftFactor a, MatrixRows b, MatrixRows start, MatrixRows c, int depth, int wide)
        where T : struct, ILanes<T>
    {
        if (wide == 3)
        {
            MatrixTiles<T>.FourByThree(a, b, start, c, depth);
            return;
        }

        for (var i = 0; i < wide; i++)
        {
            MatrixTiles<T>.FourByOne(a, b.Right(i * T.Count), start.Right(i * T.Count), c.Right(i * T.Count), depth);
        }
    }

    private static void Flat<T>(LeftFactor a, MatrixRows b, MatrixRows start, MatrixRows c, int depth, int wide)
        where T : struct, ILanes<T>
    {
        for (var i = 0; i < wide; i++)
        {
            MatrixTiles<T>.OneByOne(a, b.Right(i * T.Count), start.Right(i * T.Count), c.Right(i * T.Count), depth);
        }
    }
}

/// <summary>Size of a product.</summary>
/// <param name="Rows">Rows of A and C.</param>
/// <param name="Columns">Columns of B and C.</param>
/// <param name="Depth">Columns of A, rows of B; 0 copies S.</param>
public readonly record struct ProductSize(int Rows, int Columns, int Depth);
