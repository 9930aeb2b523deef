namespace Farm.Numerics.Tests.Eigenvalues;

public sealed class SingularValuesTests
{
    [Fact]
    public void A_product_of_rotations_and_known_values_has_those_values_over_fourteen_decades()
    {
        double[] expected = [1e4, 30, 1, 1e-3, 1e-7, 1e-10];
        var columns = expected.Select((s, i) => Enumerable.Range(0, 9).Select(row => row == i ? s : 0.0).ToArray()).ToArray();
        var random = new Random(12);
        for (var turn = 0; turn < 400; turn++)
        {
            // Rotations of rows change no singular value; those of columns neither, but for rounding of the smallest.
            var (p, q) = (random.Next(9), random.Next(9));
            var angle = random.NextDouble();
            foreach (var column in columns.Where(_ => p != q))
            {
                (column[p], column[q]) = (
                    Math.Cos(angle) * column[p] - Math.Sin(angle) * column[q],
                    Math.Sin(angle) * column[p] + Math.Cos(angle) * column[q]);
            }
        }

        var values = SingularValues.Of(columns);
        Assert.All(expected.Zip(values), pair => Assert.InRange(pair.Second / pair.First, 1 - 1e-12, 1 + 1e-12));
    }

    [Fact]
    public void Squares_add_up_and_a_column_that_depends_on_others_leaves_a_value_of_rounding_size()
    {
        var random = new Random(9);
        var columns = Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 12).Select(_ => random.NextDouble() - 0.5).ToArray()).ToList();
        columns.Add([.. columns[0].Zip(columns[3], (a, b) => 2 * a - b)]);
        var squares = columns.Sum(c => c.Sum(x => x * x));

        var values = SingularValues.Of([.. columns]);

        Assert.InRange(values.Sum(v => v * v) / squares, 1 - 1e-13, 1 + 1e-13);
        Assert.True(values[4] > 0.01 && values[5] < 1e-14, string.Join(' ', values));
    }
}
