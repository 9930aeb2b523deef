using System.Numerics;
using MathNet.Numerics.Distributions;

namespace Farm.Domain.Tests.Statistics;

public class ClopperPearsonTests
{
    /// <summary>Limits of the tails by exact integer arithmetic, for every count of small numbers of trials.</summary>
    [Theory]
    [InlineData(1, 0.99)]
    [InlineData(2, 0.99)]
    [InlineData(7, 0.9)]
    [InlineData(20, 0.95)]
    [InlineData(50, 0.99)]
    public void The_limits_leave_half_the_error_in_each_exact_binomial_tail(int n, double confidence)
    {
        for (var k = 0; k <= n; k++)
        {
            var interval = ClopperPearson.Interval(k, n, confidence);
            var tail = (1 - confidence) / 2;
            if (k > 0)
            {
                Assert.Equal(1, ExactTail.AtLeast(k, n, interval.Low) / tail, 11);
            }

            if (k < n)
            {
                Assert.Equal(1, ExactTail.AtMost(k, n, interval.High) / tail, 11);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(500)]
    [InlineData(1_000_000_000)]
    public void No_success_and_nothing_but_successes_have_their_closed_forms(long n)
    {
        var none = ClopperPearson.Interval(0, n);
        var all = ClopperPearson.Interval(n, n);
        Assert.Equal(0, none.Low);
        Assert.Equal(1, all.High);
        if (n == 0)
        {
            Assert.Equal(new Interval(0, 1), none);
            return;
        }

        // 1 − 0.005^(1/n), by a series that loses no digits.
        var t = Math.Log(0.005) / n;
        var expected = n < 1000 ? 1 - Math.Exp(t) : -t * (1 + t / 2 * (1 + t / 3 * (1 + t / 4)));
        AssertClose(expected, none.High, 1e-9);
        AssertClose(1 - expected, all.Low, 1e-15);
    }

    /// <summary>A Newton step that rounding pushed out of its bracket once sent some limits to 0 or 1.</summary>
    [Theory]
    [InlineData(100_000)]
    [InlineData(5_000_000)]
    public void The_limits_lie_about_three_deviations_from_the_share_at_every_count(long n)
    {
        for (var k = 50L; k <= n - 50; k += n / 9973)
        {
            var interval = ClopperPearson.Interval(k, n);
            var share = (double)k / n;
            var deviation = Math.Sqrt(share * (1 - share) / n);
            Assert.InRange((share - interval.Low) / deviation, 2.2, 3.2);
            Assert.InRange((interval.High - share) / deviation, 2.2, 3.2);
        }
    }

    /// <summary>Clopper and Pearson's own and textbook values, 95%.</summary>
    [Theory]
    [InlineData(0, 10, 0, 0.3085)]
    [InlineData(1, 10, 0.0025, 0.4450)]
    [InlineData(5, 10, 0.1871, 0.8129)]
    [InlineData(10, 10, 0.6915, 1)]
    [InlineData(81, 263, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0578, 0.1617)]
    [InlineData(1, 29, 0.0009, 0.1776)]
    public void Published_limits_are_met(long k, long n, double low, double high)
    {
        var interval = ClopperPearson.Interval(k, n, 0.95);
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void Where_MathNet_is_accurate_its_beta_distribution_agrees()
    {
        foreach (var (k, n) in new (long, long)[] { (3, 40), (40, 97), (250, 500), (21, 50), (999, 1000) })
        {
            var interval = ClopperPearson.Interval(k, n);
            Assert.Equal(0.005, Beta.CDF(k, n - k + 1, interval.Low), 12);
            Assert.Equal(0.995, Beta.CDF(k + 1, n - k, interval.High), 12);
        }
    }

    /// <summary>Sums of binomial terms outward from the most likely count, relative to it.</summary>
    [Theory]
    [InlineData(5, 1_000_000_000, 1e-10)]
    [InlineData(1_000, 1_000_000_000, 1e-10)]
    [InlineData(420_000, 10_000_000, 1e-10)]
    [InlineData(500_000_000, 1_000_000_000, 1e-9)]
    [InlineData(999_999_990, 1_000_000_000, 1e-7)] // a float64 near 1 tells no more of the failures
    public void Huge_numbers_of_trials_leave_half_the_error_in_each_summed_tail(long k, long n, double tolerance)
    {
        var interval = ClopperPearson.Interval(k, n);
        Assert.InRange(SummedTail.AtLeast(k, n, interval.Low) / 0.005, 1 - tolerance, 1 + tolerance);
        Assert.InRange(SummedTail.AtMost(k, n, interval.High) / 0.005, 1 - tolerance, 1 + tolerance);
    }

    /// <summary>
    /// The root of each tail is found wherever it lies: every limit is compared with a sum of the binomial's terms.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Limits_of_any_count_leave_half_the_error_in_each_summed_tail(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var n = (long)Math.Pow(10, 1 + 5 * random.NextDouble());
            var k = random.Next(3) == 0 ? random.NextInt64(1, Math.Min(n, 40)) : random.NextInt64(1, n);
            var confidence = random.Next(2) == 0 ? 0.99 : 0.9;
            var tail = (1 - confidence) / 2;
            var interval = ClopperPearson.Interval(k, n, confidence);
            var atLeast = SummedTail.AtLeast(k, n, interval.Low) / tail;
            var atMost = SummedTail.AtMost(k, n, interval.High) / tail;
            Assert.True(
                Math.Abs(atLeast - 1) < 1e-9 && Math.Abs(atMost - 1) < 1e-9,
                $"{k} of {n} at {confidence}: {interval}, tails off by {atLeast - 1} and {atMost - 1}, seed {seed}");
        }
    }

    [Fact]
    public void Every_count_of_many_trials_has_a_narrow_interval_about_its_share()
    {
        const int n = 20_000;
        var last = new Interval(-1, -1);
        for (var k = 0; k <= n; k++)
        {
            var interval = ClopperPearson.Interval(k, n);
            var p = (double)k / n;
            var normal = 2 * 2.5758293 * Math.Sqrt(p * (1 - p) / n);
            Assert.True(interval.Contains(p), $"{interval} at {k}");
            Assert.True(interval.Low > last.Low || k == 0, $"{interval} after {last} at {k}");
            Assert.True(interval.High > last.High || k == n, $"{interval} after {last} at {k}");
            Assert.InRange(interval.Width, normal, normal + 12.0 / n);
            last = interval;
        }
    }

    [Theory]
    [InlineData(10, 0.99)]
    [InlineData(25, 0.95)]
    public void Coverage_is_never_below_the_confidence(int n, double confidence)
    {
        var intervals = Enumerable.Range(0, n + 1).Select(k => ClopperPearson.Interval(k, n, confidence)).ToArray();
        for (var p = 0.0; p <= 1; p += 1 / 512.0)
        {
            var coverage = 0.0;
            for (var k = 0; k <= n; k++)
            {
                coverage += intervals[k].Contains(p) ? Binomial.PMF(p, n, k) : 0;
            }

            Assert.True(coverage >= confidence - 1e-12, $"{coverage} at p = {p}");
        }
    }

    [Fact]
    public void Exchanging_success_and_failure_mirrors_the_interval()
    {
        for (var k = 0; k <= 100; k++)
        {
            var interval = ClopperPearson.Interval(k, 100);
            var mirrored = ClopperPearson.Interval(100 - k, 100);
            AssertClose(interval.Low, 1 - mirrored.High, 1e-12);
            AssertClose(interval.High, 1 - mirrored.Low, 1e-12);
            Assert.True(interval.Contains(k / 100.0));
        }
    }

    [Fact]
    public void Impossible_counts_and_confidences_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Interval(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Interval(6, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Interval(1, 5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Interval(1, 5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Proportion(3, 2));
    }

    private static void AssertClose(double expected, double actual, double relative) =>
        Assert.InRange(actual, expected - Math.Abs(expected) * relative, expected + Math.Abs(expected) * relative);

    /// <summary>Binomial tails as a quotient of whole numbers: a float64 probability is one too.</summary>
    private static class ExactTail
    {
        public static double AtMost(int k, int n, double p) => Sum(0, k, n, p);

        public static double AtLeast(int k, int n, double p) => Sum(k, n, n, p);

        private static double Sum(int from, int to, int n, double p)
        {
            // p = numerator / 2^1074, exactly.
            var exponent = Math.ILogB(p) - 52;
            var numerator = new BigInteger(Math.ScaleB(p, -exponent));
            var whole = BigInteger.One << -exponent;
            var sum = BigInteger.Zero;
            var choose = BigInteger.One;
            for (var i = 0; i <= to; i++)
            {
                if (i >= from)
                {
                    sum += choose * BigInteger.Pow(numerator, i) * BigInteger.Pow(whole - numerator, n - i);
                }

                choose = choose * (n - i) / (i + 1);
            }

            // The quotient's leading 60 bits are more than a float64 holds.
            var shift = -exponent * n;
            var scaled = shift > 2000 ? sum >> (shift - 2000) : sum << (2000 - shift);
            return Math.Exp(BigInteger.Log(scaled) - 2000 * Math.Log(2));
        }
    }

    /// <summary>
    /// Tails as sums of terms relative to the mode's, divided by the sum of all: no logarithm and no gamma function.
    /// </summary>
    private static class SummedTail
    {
        public static double AtLeast(long k, long n, double p) => Share(n, p, i => i >= k);

        public static double AtMost(long k, long n, double p) => Share(n, p, i => i <= k);

        private static double Share(long n, double p, Func<long, bool> isIn)
        {
            var odds = p / (1 - p);
            var mode = (long)((n + 1) * p);
            double all = 0, inside = 0, term = 1;
            for (var i = mode; i <= n && term > 1e-25; i++)
            {
                all += term;
                inside += isIn(i) ? term : 0;
                term *= (n - i) / (i + 1.0) * odds;
            }

            term = 1;
            for (var i = mode; i > 0 && term > 1e-25; i--)
            {
                term *= i / (n - i + 1.0) / odds;
                all += term;
                inside += isIn(i - 1) ? term : 0;
            }

            return inside / all;
        }
    }
}
