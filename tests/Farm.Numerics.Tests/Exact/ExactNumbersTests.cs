using System.Numerics;

namespace Farm.Numerics.Tests.Exact;

public sealed class ExactNumbersTests
{
    private const int Seed = 5151;

    [Fact]
    public void A_dyadic_is_its_float64_exactly_and_comes_back()
    {
        var random = new Random(Seed);
        double[] special = [0, -0.0, 1, -1, 0.1, double.Epsilon, -double.Epsilon, double.MaxValue, 3e-310, 1e300];
        foreach (var number in special.Concat(Enumerable.Range(0, 2000).Select(_ => Any(random))))
        {
            Assert.True(Dyadic.ToDouble(Dyadic.Of(number)) == number, $"seed {Seed}: {number}");
            Assert.Equal(Math.Sign(number), Dyadic.Sign(Dyadic.Of(number)));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Dyadic.Of(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dyadic.Of(double.PositiveInfinity));
    }

    [Fact]
    public void Dyadic_sums_and_products_are_those_of_whole_numbers()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 2000; i++)
        {
            var (a, b) = (random.NextInt64(-1L << 53, 1L << 53), random.NextInt64(-1L << 53, 1L << 53));
            var (x, y) = (Math.ScaleB(a, -40), Math.ScaleB(b, -31));
            var (left, right) = (Dyadic.Of(x), Dyadic.Of(y));
            Assert.Equal(new BigInteger(a) + (new BigInteger(b) << 9), (left + right).Over(-40));
            Assert.Equal(new BigInteger(a) - (new BigInteger(b) << 9), (left - right).Over(-40));
            Assert.Equal(new BigInteger(a) * b, (left * right).Over(-71));
            Assert.Equal(left, left + right - right);
        }
    }

    [Fact]
    public void A_double_double_keeps_a_hundred_bits_of_sums_and_products()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 5000; i++)
        {
            double[] parts = [.. Enumerable.Range(0, 6).Select(_ => Math.ScaleB(random.NextDouble() - 0.5, random.Next(-30, 30)))];
            var (value, exact) = (DoubleDouble.Of(parts[0]), Dyadic.Of(parts[0]));
            foreach (var part in parts[1..])
            {
                // Of one sign in sums, since cancellation is no operation's own error.
                var size = Math.Abs(part) * (Dyadic.Sign(exact) < 0 ? -1 : 1);
                (value, exact) = (value + DoubleDouble.Of(size), exact + Dyadic.Of(size));
                (value, exact) = (value * DoubleDouble.Of(part), exact * Dyadic.Of(part));
            }

            var error = Dyadic.ToDouble(Dyadic.Of(value.High) + Dyadic.Of(value.Low) - exact) / Dyadic.ToDouble(exact);
            Assert.True(Math.Abs(error) < 60 * Math.ScaleB(1, -106), $"seed {Seed}: {error} at {i}");
            Assert.Equal(Dyadic.Sign(exact), DoubleDouble.Sign(value));
        }
    }

    [Fact]
    public void The_difference_of_close_double_doubles_is_what_sets_them_apart()
    {
        var a = DoubleDouble.Of(1) + DoubleDouble.Of(1e-25);
        Assert.Equal(1e-25, DoubleDouble.ToDouble(a - DoubleDouble.Of(1)), 1e-32 / 1e-25);
        Assert.Equal(-1, DoubleDouble.Sign(DoubleDouble.Of(1) - a));
    }

    [Fact]
    public void A_linear_system_is_solved_exactly()
    {
        var random = new Random(Seed);
        for (var n = 1; n <= 7; n++)
        {
            Dyadic[] matrix = [.. Enumerable.Range(0, n * n).Select(_ => Dyadic.Of(random.NextDouble() - 0.5))];
            Dyadic[] right = [.. Enumerable.Range(0, n).Select(_ => Dyadic.Of(random.NextDouble() - 0.5))];
            var (numerators, denominator) = LinearSystem.Solve(matrix, right)!.Value;
            Assert.Equal(1, Dyadic.Sign(denominator));
            for (var i = 0; i < n; i++)
            {
                var sum = Dyadic.Of(0);
                for (var j = 0; j < n; j++)
                {
                    sum += matrix[i * n + j] * numerators[j];
                }

                Assert.Equal(right[i] * denominator, sum);
            }
        }
    }

    [Fact]
    public void A_singular_system_has_no_solution_and_a_zero_on_the_diagonal_is_no_obstacle()
    {
        Dyadic[] Of(params double[] numbers) => [.. numbers.Select(Dyadic.Of)];
        Assert.Null(LinearSystem.Solve(Of(1, 2, 2, 4), Of(1, 1)));
        var (x, denominator) = LinearSystem.Solve(Of(0, 1, 1, 0), Of(3, 5))!.Value;
        Assert.Equal(Of(5, 3), x.Select(v => Dyadic.Of(Dyadic.ToDouble(v) / Dyadic.ToDouble(denominator))));
    }

    private static double Any(Random random)
    {
        var number = BitConverter.Int64BitsToDouble(random.NextInt64());
        return double.IsFinite(number) ? number : 0.5;
    }
}
