using System.Globalization;
using System.Numerics;

namespace Farm.Numerics;

/// <summary>A rational number, exact: numerator and denominator of any length, in lowest terms.</summary>
/// <remarks>Its default is 0. No operation rounds; only <see cref="ToDouble"/> does, to the nearest float64.</remarks>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    private readonly BigInteger denominator;

    private Rational(BigInteger numerator, BigInteger denominator) =>
        (Numerator, this.denominator) = (numerator, denominator);

    /// <summary>0.</summary>
    public static Rational Zero => default;

    /// <summary>1.</summary>
    public static Rational One { get; } = new(1, 1);

    /// <summary>What stands above; its sign is the number's.</summary>
    public BigInteger Numerator { get; }

    /// <summary>What stands below, at least 1.</summary>
    public BigInteger Denominator => denominator.IsZero ? BigInteger.One : denominator;

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>Whether this is 0.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>Whether this is a whole number.</summary>
    public bool IsWhole => Denominator.IsOne;

    /// <summary>A quotient in lowest terms.</summary>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public static Rational Of(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException($"{numerator}/0 is no rational number.");
        }

        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        common = denominator.Sign < 0 ? -common : common;
        return common.IsOne ? new(numerator, denominator) : new(numerator / common, denominator / common);
    }

    /// <summary>The number that a decimal text names, not the float64 next to it: <c>0.1</c> is 1/10, <c>1E-08</c> 10⁻⁸.</summary>
    /// <param name="text">Digits with an optional sign, point and exponent, or two whole numbers with <c>/</c> between.</param>
    /// <exception cref="FormatException">The text is none of these, or its exponent is beyond ±9999.</exception>
    public static Rational Parse(string text)
    {
        if (text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
        {
            return Of(Whole(text, text[..slash]), Whole(text, text[(slash + 1)..]));
        }

        var at = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = at < 0 ? 0 : Whole(text, text[(at + 1)..]);
        var digits = at < 0 ? text : text[..at];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }

        if (BigInteger.Abs(exponent) > 9999)
        {
            throw new FormatException($"'{text}' has an exponent beyond ±9999.");
        }

        var power = BigInteger.Pow(10, (int)BigInteger.Abs(exponent));
        return exponent.Sign < 0 ? Of(Whole(text, digits), power) : Of(Whole(text, digits) * power, 1);
    }

    /// <summary>The value of a float64 itself, a fraction whose denominator is a power of two.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Rational OfDouble(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, "Only finite numbers are rational.");
        }

        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var mantissa = (BigInteger)(bits & ((1L << 52) - 1)) + (exponent == 0 ? 0 : 1L << 52);
        var power = Math.Max(exponent, 1) - 1075;
        var size = power < 0 ? Of(mantissa, BigInteger.One << -power) : Of(mantissa << power, 1);
        return bits < 0 ? -size : size;
    }

    /// <summary>The nearest float64, ties to even; ±∞ beyond their range.</summary>
    public double ToDouble()
    {
        if (IsZero)
        {
            return 0;
        }

        var size = BigInteger.Abs(Numerator);

        // 54 or 55 bits of quotient and whether anything is left below them decide the rounding to 53.
        var shift = (int)(54 - (size.GetBitLength() - Denominator.GetBitLength()));
        shift = Math.Min(shift, 1076);
        var quotient = BigInteger.DivRem(
            shift > 0 ? size << shift : size, shift < 0 ? Denominator << -shift : Denominator, out var rest);
        var spare = Math.Max((int)quotient.GetBitLength() - 53, shift - 1074);
        if (spare > 0)
        {
            var half = BigInteger.One << (spare - 1);
            var below = quotient & ((half << 1) - 1);
            quotient >>= spare;
            var isUp = below > half || (below == half && (!rest.IsZero || !quotient.IsEven));
            quotient += isUp ? 1 : 0;
            shift -= spare;
        }

        var value = Math.ScaleB((double)(ulong)quotient, -shift);
        return Numerator.Sign < 0 ? -value : value;
    }

    /// <summary>The square of this number.</summary>
    public Rational Squared() => this * this;

    /// <summary>A whole number is rational.</summary>
    public static implicit operator Rational(long number) => new(number, 1);

    /// <summary>Sum.</summary>
    public static Rational operator +(Rational a, Rational b) => a.Denominator == b.Denominator
        ? Of(a.Numerator + b.Numerator, a.Denominator)
        : Of(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    /// <summary>Difference.</summary>
    public static Rational operator -(Rational a, Rational b) => a + -b;

    /// <summary>The number of opposite sign.</summary>
    public static Rational operator -(Rational a) => new(-a.Numerator, a.denominator);

    /// <summary>Product.</summary>
    public static Rational operator *(Rational a, Rational b) =>
        a.IsZero || b.IsZero ? Zero : Of(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>Quotient.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static Rational operator /(Rational a, Rational b) =>
        Of(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>Whether two numbers are the same.</summary>
    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    /// <summary>Whether two numbers differ.</summary>
    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    /// <summary>Whether the first is less.</summary>
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    /// <summary>Whether the first is greater.</summary>
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    /// <summary>Whether the first is not greater.</summary>
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    /// <summary>Whether the first is not less.</summary>
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    /// <inheritdoc/>
    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <inheritdoc/>
    public int CompareTo(Rational other) =>
        (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary><c>3</c> or <c>-3/2</c>, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => IsWhole
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static BigInteger Whole(string text, string digits) =>
        BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{text}' is no rational number.");
}
