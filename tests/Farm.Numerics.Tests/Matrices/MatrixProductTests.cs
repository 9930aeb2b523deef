namespace Farm.Numerics.Tests.Matrices;

/// <summary>Products against the chain of roundings that their documentation promises, bit by bit, at every width.</summary>
public class MatrixProductTests
{
    private const int Seed = 20260101;

    public static TheoryData<LaneWidth> Widths => [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_small_size_gives_the_bits_of_its_definition(LaneWidth width)
    {
        var random = new Random(Seed);
        for (var rows = 1; rows <= 19; rows++)
        {
            for (var columns = 1; columns <= 51; columns += columns < 18 ? 1 : 11)
            {
                for (var depth = 0; depth <= 9; depth += depth < 3 ? 1 : 3)
                {
                    Check(width, new ProductSize(rows, columns, depth), random);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Sizes_of_networks_give_the_bits_of_their_definition(LaneWidth width)
    {
        var random = new Random(Seed + 1);
        foreach (var (rows, columns, depth) in (ReadOnlySpan<(int, int, int)>)[(64, 200, 8), (64, 200, 200), (40, 200, 8), (200, 200, 64), (33, 513, 130)])
        {
            Check(width, new ProductSize(rows, columns, depth), random);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void What_fills_up_a_row_stays_zero(LaneWidth width)
    {
        var random = new Random(Seed + 2);
        var (a, b, c) = (Filled(5, 7, random), Filled(7, 21, random), new Matrix(5, 21));
        Multiply(width, LeftFactor.Of(a), RightFactor.Of(b), MatrixRows.Repeated(new Matrix(1, 21)), MatrixRows.Of(c), new(5, 21, 7));

        for (var row = 0; row < c.Rows; row++)
        {
            Assert.All(c.Padded.Slice(row * c.Stride + c.Columns, c.Stride - c.Columns).ToArray(), x => Assert.Equal(0f, x));
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_stays_in_its_row_of_A(float wrong)
    {
        var random = new Random(Seed + 3);
        var (a, b, c) = (Filled(9, 6, random), Filled(6, 20, random), new Matrix(9, 20));
        a.Row(4)[3] = wrong;
        Multiply(LaneWidth.Bits256, LeftFactor.Of(a), RightFactor.Of(b), MatrixRows.Repeated(new Matrix(1, 20)), MatrixRows.Of(c), new(9, 20, 6));

        for (var row = 0; row < 9; row++)
        {
            Assert.Equal(row != 4, c.Row(row).ToArray().All(float.IsFinite));
        }
    }

    [Fact]
    public void A_factor_of_more_rows_than_a_panel_is_refused()
    {
        var panels = new PanelMemory(4);

        Assert.Throws<ArgumentException>(() => _ = RightFactor.Packed(new Matrix(5, 4), panels).Rows);
        Assert.Throws<ArgumentException>(() => _ = RightFactor.Transposed(new Matrix(4, 5), panels).Rows);
    }

    /// <summary>All ways to give the factors and the start must give the definition's bits.</summary>
    private static void Check(LaneWidth width, ProductSize size, Random random)
    {
        var (a, b) = (Filled(size.Rows, Math.Max(size.Depth, 1), random), Filled(Math.Max(size.Depth, 1), size.Columns, random));
        var (at, bt) = (Transpose(a), Transpose(b));
        var (bias, sums) = (Filled(1, size.Columns, random), Filled(size.Rows, size.Columns, random));
        var panels = new PanelMemory(b.Rows);
        panels.Memory.Span.Fill(float.NaN);
        var withBias = Expected(a, b, (_, j) => bias.Row(0)[j], size);
        var added = Expected(a, b, (i, j) => sums.Row(i)[j], size);

        var c = new Matrix(size.Rows, size.Columns);
        Multiply(width, LeftFactor.Of(a), RightFactor.Of(b), MatrixRows.Repeated(bias), MatrixRows.Of(c), size);
        AssertSame(withBias, c, $"{width} {size}, A B + bias, seed {Seed}");
        Multiply(width, LeftFactor.Transposed(at), RightFactor.Packed(b, panels), MatrixRows.Repeated(bias), MatrixRows.Of(c), size);
        AssertSame(withBias, c, $"{width} {size}, transposed A, packed B, seed {Seed}");
        Multiply(width, LeftFactor.Of(a), RightFactor.Transposed(bt, panels), MatrixRows.Of(sums), MatrixRows.Of(sums), size);
        AssertSame(added, sums, $"{width} {size}, added up, B packed from its transpose, seed {Seed}");
    }

    private static float[] Expected(Matrix a, Matrix b, Func<int, int, float> start, ProductSize size)
    {
        var c = new float[size.Rows * size.Columns];
        for (var i = 0; i < size.Rows; i++)
        {
            for (var j = 0; j < size.Columns; j++)
            {
                var sum = start(i, j);
                for (var k = 0; k < size.Depth; k++)
                {
                    sum = MathF.FusedMultiplyAdd(a.Row(i)[k], b.Row(k)[j], sum);
                }

                c[i * size.Columns + j] = sum;
            }
        }

        return c;
    }

    private static void AssertSame(float[] expected, Matrix got, string what)
    {
        for (var i = 0; i < got.Rows; i++)
        {
            var row = expected.AsSpan(i * got.Columns, got.Columns);
            Assert.True(row.SequenceEqual(got.Row(i)), $"Row {i} differs: {what}.");
        }
    }

    private static void Multiply(LaneWidth width, LeftFactor a, RightFactor b, MatrixRows start, MatrixRows c, ProductSize size)
    {
        switch (width)
        {
            case LaneWidth.Bits128:
                MatrixProduct.Multiply<Lanes128>(a, b, start, c, size);
                break;
            case LaneWidth.Bits256:
                MatrixProduct.Multiply<Lanes256>(a, b, start, c, size);
                break;
            default:
                MatrixProduct.Multiply<Lanes512>(a, b, start, c, size);
                break;
        }
    }

    private static Matrix Filled(int rows, int columns, Random random)
    {
        var matrix = new Matrix(rows, columns);
        for (var row = 0; row < rows; row++)
        {
            foreach (ref var number in matrix.Row(row))
            {
                number = (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-20, 20)));
            }
        }

        return matrix;
    }

    private static Matrix Transpose(Matrix matrix)
    {
        var transpose = new Matrix(matrix.Columns, matrix.Rows);
        for (var row = 0; row < matrix.Rows; row++)
        {
            for (var column = 0; column < matrix.Columns; column++)
            {
                transpose.Row(column)[row] = matrix.Row(row)[column];
            }
        }

        return transpose;
    }
}
