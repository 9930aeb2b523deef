using System.Numerics;

namespace Farm.Numerics;

/// <summary>A whole number times a power of two, of any size: sums, differences and products of float64 without any error.</summary>
public readonly struct Dyadic : IRing<Dyadic>, IEquatable<Dyadic>
{
    private const int FractionBits = 52;

    private readonly BigInteger mantissa;
    private readonly int exponent;

    private Dyadic(BigInteger mantissa, int exponent)
    {
        // An odd mantissa makes the form unique and keeps numbers short.
        var zeros = mantissa.IsZero ? 0 : TrailingZeros(mantissa);
        (this.mantissa, this.exponent) = mantissa.IsZero ? (mantissa, 0) : (mantissa >> zeros, exponent + zeros);
    }

    /// <summary>The exponent of two that all bits of the number are multiples of.</summary>
    public int Exponent => exponent;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Dyadic Of(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, "Only finite numbers are exact.");
        }

        var bits = BitConverter.DoubleToInt64Bits(number);
        var field = (int)(bits >> FractionBits) & 0x7FF;
        var fraction = bits & ((1L << FractionBits) - 1);
        var whole = field == 0 ? fraction : fraction | (1L << FractionBits);
        return new Dyadic(bits < 0 ? -whole : whole, Math.Max(field, 1) - 1023 - FractionBits);
    }

    /// <inheritdoc/>
    public static Dyadic operator +(Dyadic left, Dyadic right)
    {
        var least = Math.Min(left.exponent, right.exponent);
        return new Dyadic(left.Over(least) + right.Over(least), least);
    }

    /// <inheritdoc/>
    public static Dyadic operator -(Dyadic left, Dyadic right) => left + new Dyadic(-right.mantissa, right.exponent);

    /// <inheritdoc/>
    public static Dyadic operator *(Dyadic left, Dyadic right) =>
        new(left.mantissa * right.mantissa, left.exponent + right.exponent);

    /// <inheritdoc/>
    public static int Sign(Dyadic number) => number.mantissa.Sign;

    /// <inheritdoc/>
    /// <remarks>Cut off towards 0 after 64 bits, so that it may lie beside the nearest.</remarks>
    public static double ToDouble(Dyadic number)
    {
        var excess = (int)Math.Max(0, (long)number.mantissa.GetBitLength() - 64);
        return Math.ScaleB((double)(number.mantissa >> excess), number.exponent + excess);
    }

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(Dyadic left, Dyadic right) => left.Equals(right);

    /// <summary>Whether they are two numbers.</summary>
    public static bool operator !=(Dyadic left, Dyadic right) => !left.Equals(right);

    /// <summary>A whole number.</summary>
    public static Dyadic OfWhole(BigInteger number) => new(number, 0);

    /// <summary>The number over 2^<paramref name="least"/>, which is whole when that is at most <see cref="Exponent"/>.</summary>
    public BigInteger Over(int least) => mantissa << (mantissa.IsZero ? 0 : exponent - least);

    /// <inheritdoc/>
    public bool Equals(Dyadic other) => mantissa == other.mantissa && exponent == other.exponent;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dyadic other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(mantissa, exponent);

    private static int TrailingZeros(BigInteger number) => (int)BigInteger.TrailingZeroCount(BigInteger.Abs(number));
}
