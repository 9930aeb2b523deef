using MathNet.Numerics.LinearAlgebra;
using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Eigenvalues;

public sealed class SymmetricEigenvaluesTests(ITestOutputHelper output)
{
    public static TheoryData<int> Orders => [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 71, 100, 128, 130];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Eigenvalues_are_those_of_a_dense_solver(int n)
    {
        var seed = Seeds.New(output);
        var random = new Random(seed);
        foreach (var rank in new[] { n, Math.Max(1, n / 2), 1 })
        {
            var matrix = Samples.Semidefinite(random, n, rank);
            var expected = Samples.Eigenvalues(matrix);
            var actual = SymmetricEigenvalues.Of(matrix.ToRowMajorArray(), n);
            var most = expected.Max(Math.Abs);
            Assert.All(expected.Zip(actual), p => Assert.InRange(p.Second - p.First, -1e-12 * most, 1e-12 * most));
        }
    }

    [Fact]
    public void A_diagonal_matrix_keeps_its_numbers_and_a_zero_one_has_zeros()
    {
        Assert.Equal([-7, 0, 1e-3, 2], SymmetricEigenvalues.Of([2, 0, 0, 0, 0, -7, 0, 0, 0, 0, 1e-3, 0, 0, 0, 0, 0], 4));
        Assert.Equal([0, 0, 0], SymmetricEigenvalues.Of(new double[9], 3));
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Size_does_not_matter(double size)
    {
        double[] matrix = [2 * size, size, 0, size, 2 * size, size, 0, size, 2 * size];
        double[] expected = [2 - Math.Sqrt(2), 2, 2 + Math.Sqrt(2)];
        Assert.All(expected.Zip(SymmetricEigenvalues.Of(matrix, 3)), p => Assert.Equal(p.First, p.Second / size, 1e-14));
    }

    [Fact]
    public void What_is_no_matrix_of_numbers_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SymmetricEigenvalues.Of([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => SymmetricEigenvalues.Of([double.NaN], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SymmetricEigenvalues.Of([], 0));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Counts_below_shifts_and_extremes_are_those_of_a_dense_solver(int n)
    {
        var seed = Seeds.New(output);
        var random = new Random(seed);
        for (var rank = 1; rank <= n; rank += Math.Max(1, n / 5))
        {
            var matrix = Samples.Semidefinite(random, n, rank);
            matrix /= matrix.Trace();
            var expected = Samples.Eigenvalues(matrix);
            var spectrum = new Spectrum(n);
            Assert.True(spectrum.Take(Samples.Padded(matrix), n, Wide.Padded(n), rank));
            var (smallest, largest) = spectrum.Extremes();
            Assert.Equal(expected[n - 1], largest, 1e-11);
            Assert.Equal(Math.Max(0, expected[n - rank]), smallest, 1e-11);

            var borders = new double[16];
            for (var i = 0; i < 16; i++)
            {
                // Between neighbours, where no rounding decides; the last ones below and above all.
                var place = random.Next(n - rank, n);
                borders[i] = i switch
                {
                    14 => 0,
                    15 => double.PositiveInfinity,
                    _ => place == n - rank ? expected[place] / 2 : (expected[place - 1] + expected[place]) / 2,
                };
            }

            var shifts = borders.ToArray();
            var counts = new int[16];
            spectrum.CountBelow(shifts, counts);
            for (var i = 0; i < 16; i++)
            {
                // A border that lies on an eigenvalue but for rounding, n·ε of the trace, has no count of its own.
                var values = expected.Skip(n - rank).ToArray();
                if (values.All(e => Math.Abs(e - borders[i]) > 1e-13))
                {
                    Assert.Equal(values.Count(e => e < borders[i]), counts[i]);
                }
            }
        }
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(9, 4)]
    [InlineData(64, 40)]
    [InlineData(70, 70)]
    [InlineData(100, 9)]
    public void The_rank_of_rows_is_that_of_their_singular_values(int rows, int rank)
    {
        var random = new Random(Seeds.New(output));
        var matrix = Product(random, rows, rank);
        var some = Enumerable.Range(0, rows).Where(_ => random.Next(3) == 0).ToArray();

        // A row nearly in the span of others makes a rank that may be told either way: such are drawn again.
        while (LeastDistance(matrix, [.. Enumerable.Range(0, rows)], rank) < 1e-5 || LeastDistance(matrix, some, rank) < 1e-5)
        {
            matrix = Product(random, rows, rank);
        }

        var stride = Wide.Padded(rows);
        var gram = Samples.Padded(matrix * matrix.Transpose());
        var scratch = new double[RowRank.ScratchOf(rows, rows)];
        Assert.Equal(rank, RowRank.Of(gram, stride, [.. Enumerable.Range(0, rows)], rows, scratch));
        Assert.Equal(Math.Min(some.Length, rank), RowRank.Of(gram, stride, some, rows, scratch));
    }

    /// <summary>Rows of very different lengths, as float32 would hold them.</summary>
    private static Matrix<double> Product(Random random, int rows, int rank)
    {
        var matrix = Samples.Normal(random, rows, rank) * Samples.Normal(random, rank, rank + 10);
        for (var i = 0; i < rows; i++)
        {
            var length = Math.Pow(10, random.Next(-6, 6));
            matrix.SetRow(i, matrix.Row(i).Map(x => (double)(float)(x * length)));
        }

        return matrix;
    }

    /// <summary>How far the last row that counts is from the span of those before.</summary>
    private static double LeastDistance(Matrix<double> matrix, int[] rows, int rank) =>
        Samples.Distances(rows.Select(r => matrix.Row(r) / matrix.Row(r).L2Norm())).Take(rank).DefaultIfEmpty(1).Last();
}
