using System.Numerics;

namespace Farm.Numerics.Tests;

/// <summary>
/// Φ(−x) and φ(x) for 0 ≤ x ≤ 40 by their power series in fixed point with 2,600 bits: slow, and right to the last bit of
/// a float64, since the sum ½ − φ(x)·Σ x^(2k+1)/(1·3·…·(2k+1)) may cancel a thousand bits.
/// </summary>
internal static class ExactNormal
{
    private const int Bits = 2600;

    private static readonly BigInteger one = BigInteger.One << Bits;

    private static readonly BigInteger rootOfTwoPi = Root(2 * Pi());

    public static (double Tail, double Density) At(double x)
    {
        var (fixedX, half) = (Fixed(x), one >> 1);
        var square = fixedX * fixedX >> Bits;
        var density = (one << Bits) / (Exponential(square >> 1) * rootOfTwoPi >> Bits);
        var (term, sum) = (fixedX, fixedX);
        for (var k = 1; !term.IsZero; k++)
        {
            term = (term * square >> Bits) / (2 * k + 1);
            sum += term;
        }

        return (Number(half - (density * sum >> Bits)), Number(density));
    }

    /// <summary>e^y by halving y until it is small, then Taylor's series, then squaring back.</summary>
    private static BigInteger Exponential(BigInteger y)
    {
        const int halvings = 20;
        var (small, term, sum) = (y >> halvings, one, one);
        for (var k = 1; !term.IsZero; k++)
        {
            term = (term * small >> Bits) / k;
            sum += term;
        }

        for (var i = 0; i < halvings; i++)
        {
            sum = sum * sum >> Bits;
        }

        return sum;
    }

    /// <summary>Machin: π = 16·arctan(1/5) − 4·arctan(1/239).</summary>
    private static BigInteger Pi() => 16 * ArcTangentOfInverse(5) - 4 * ArcTangentOfInverse(239);

    private static BigInteger ArcTangentOfInverse(int number)
    {
        var (power, sum) = (one / number, BigInteger.Zero);
        for (var k = 1; !power.IsZero; k += 2)
        {
            sum += k % 4 == 1 ? power / k : -(power / k);
            power /= number * number;
        }

        return sum;
    }

    private static BigInteger Root(BigInteger number)
    {
        var (target, root) = (number << Bits, one << 2);
        for (var next = (root + target / root) >> 1; next < root; next = (root + target / root) >> 1)
        {
            root = next;
        }

        return root;
    }

    private static BigInteger Fixed(double x)
    {
        var exponent = x == 0 ? 0 : Math.ILogB(x) - 52;
        return new BigInteger(Math.ScaleB(x, -exponent)) << Bits + exponent;
    }

    private static double Number(BigInteger number)
    {
        var spare = (int)Math.Max(0, number.GetBitLength() - 64);
        return Math.ScaleB((double)(number >> spare), spare - Bits);
    }
}
