using System.Numerics;
using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Rationals;

public sealed class RationalTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("0.1", 1, 10)]
    [InlineData("-12.50", -25, 2)]
    [InlineData("1E-08", 1, 100_000_000)]
    [InlineData("2.5e+3", 2500, 1)]
    [InlineData("+7", 7, 1)]
    [InlineData("-6/-4", 3, 2)]
    [InlineData("0", 0, 1)]
    public void A_decimal_text_is_the_number_it_names(string text, long numerator, long denominator)
    {
        var number = Rational.Parse(text);

        Assert.Equal(numerator, number.Numerator);
        Assert.Equal(denominator, number.Denominator);
        Assert.Equal(number, Rational.Parse(number.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData("1e99999")]
    [InlineData("1e")]
    [InlineData(" 1")]
    public void What_is_no_number_is_refused(string text) => Assert.Throws<FormatException>(() => Rational.Parse(text));

    [Fact]
    public void Nothing_is_divided_by_0()
    {
        Assert.Throws<DivideByZeroException>(() => Rational.Of(1, 0));
        Assert.Throws<DivideByZeroException>(() => Rational.One / Rational.Zero);
        Assert.Throws<DivideByZeroException>(() => Rational.Parse("1/0"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rational.OfDouble(double.NaN));
    }

    [Fact]
    public void The_default_is_0() => Assert.Equal(Rational.Of(0, 5), default(Rational) * 3);

    [Fact]
    public void The_laws_of_a_field_hold_to_the_last_digit()
    {
        var random = new Random(Seeds.New(output));
        var hashes = new HashSet<int>();
        for (var i = 0; i < 2000; i++)
        {
            var (a, b, c) = (Draw(random), Draw(random), Draw(random));
            Assert.Equal((a + b) + c, a + (b + c));
            Assert.Equal((a * b) * c, a * (b * c));
            Assert.Equal(a * (b + c), a * b + a * c);
            Assert.Equal(a, a + b - b);
            Assert.Equal(Math.Sign(a.CompareTo(b)), (a - b).Sign);
            Assert.Equal(BigInteger.One, BigInteger.GreatestCommonDivisor((a * b).Numerator, (a * b).Denominator));
            Assert.Equal(a.GetHashCode(), (a + b - b).GetHashCode());
            hashes.Add(a.GetHashCode());
            if (!b.IsZero)
            {
                Assert.Equal(a, a / b * b);
            }
        }

        // Two numbers may have the same hash, but not all: 2,000 were drawn from 1,111.
        Assert.True(hashes.Count > 100);
    }

    [Fact]
    public void A_float64_comes_back_as_it_went()
    {
        var random = new Random(Seeds.New(output));
        double[] odd = [0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 1, 0.1, 2.2250738585072014e-308];
        for (var i = 0; i < 5000; i++)
        {
            var number = i < odd.Length ? odd[i] : BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsFinite(number))
            {
                Assert.Equal(number, Rational.OfDouble(number).ToDouble());
            }
        }
    }

    [Fact]
    public void A_quotient_of_whole_numbers_becomes_the_float64_that_the_machine_divides_to()
    {
        var random = new Random(Seeds.New(output));
        for (var i = 0; i < 5000; i++)
        {
            var (a, b) = (random.NextInt64(-(1L << 53), 1L << 53) >> random.Next(50), random.NextInt64(1, 1L << 53) >> random.Next(50));
            b = Math.Max(b, 1);
            Assert.Equal((double)a / b, Rational.Of(a, b).ToDouble());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_number_half_way_between_two_float64s_becomes_the_even_one(int sign)
    {
        var ulp = Rational.OfDouble(double.ScaleB(1, -52));
        var half = ulp / 2;
        Assert.Equal(sign * 1.0, (sign * (1 + half)).ToDouble());
        Assert.Equal(sign * (1 + 2 * double.ScaleB(1, -52)), (sign * (1 + ulp + half)).ToDouble());
        Assert.Equal(sign * (1 + double.ScaleB(1, -52)), (sign * (1 + half + half / 1000)).ToDouble());
        Assert.Equal(0, (Rational.OfDouble(double.Epsilon) / 2 * sign).ToDouble());
        Assert.Equal(sign * double.Epsilon, (Rational.OfDouble(double.Epsilon) * Rational.Of(3, 5) * sign).ToDouble());
        Assert.Equal(sign * double.PositiveInfinity, (Rational.OfDouble(double.MaxValue) * 2 * sign).ToDouble());
    }

    internal static Rational Draw(Random random, int size = 30) =>
        Rational.Of(random.Next(-size, size + 1), random.Next(1, size + 1));
}
