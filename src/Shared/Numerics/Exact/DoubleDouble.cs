namespace Farm.Numerics;

/// <summary>A number as the unevaluated sum of two float64, the low one at most half an ulp of the high one: 106 bits.</summary>
/// <remarks>
/// Dekker 1971, Knuth's two-sum; products by fused multiply-add. A sum's relative error is at most 3·2⁻¹⁰⁶ and a product's
/// 5·2⁻¹⁰⁶ (Joldes, Muller, Popescu 2017, algorithms 6 and 12). Beyond float64's range it gives NaN.
/// </remarks>
public readonly struct DoubleDouble : IRing<DoubleDouble>, IEquatable<DoubleDouble>
{
    private DoubleDouble(double high, double low) => (High, Low) = (high, low);

    /// <summary>The nearest float64.</summary>
    public double High { get; }

    /// <summary>What is left of the number.</summary>
    public double Low { get; }

    /// <inheritdoc/>
    public static DoubleDouble Of(double number) => new(number, 0);

    /// <inheritdoc/>
    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        var (high, error) = TwoSum(left.High, right.High);
        var (low, rest) = TwoSum(left.Low, right.Low);
        (high, error) = QuickTwoSum(high, error + low);
        return Normal(QuickTwoSum(high, error + rest));
    }

    /// <inheritdoc/>
    public static DoubleDouble operator -(DoubleDouble left, DoubleDouble right) =>
        left + new DoubleDouble(-right.High, -right.Low);

    /// <inheritdoc/>
    public static DoubleDouble operator *(DoubleDouble left, DoubleDouble right)
    {
        var high = left.High * right.High;
        var error = Math.FusedMultiplyAdd(left.High, right.High, -high);
        var low = Math.FusedMultiplyAdd(left.High, right.Low, left.Low * right.Low);
        low = Math.FusedMultiplyAdd(left.Low, right.High, low);
        return Normal(QuickTwoSum(high, error + low));
    }

    /// <inheritdoc/>
    public static int Sign(DoubleDouble number) => number.High != 0
        ? Float64.Sign(new(number.High))
        : Float64.Sign(new(number.Low));

    /// <inheritdoc/>
    public static double ToDouble(DoubleDouble number) => number.High;

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(DoubleDouble left, DoubleDouble right) => left.Equals(right);

    /// <summary>Whether they are two numbers.</summary>
    public static bool operator !=(DoubleDouble left, DoubleDouble right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(DoubleDouble other) => High.Equals(other.High) && Low.Equals(other.Low);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DoubleDouble other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(High, Low);

    private static DoubleDouble Normal((double High, double Low) parts) => new(parts.High, parts.Low);

    private static (double High, double Low) TwoSum(double a, double b)
    {
        var sum = a + b;
        var second = sum - a;
        return (sum, (a - (sum - second)) + (b - second));
    }

    private static (double High, double Low) QuickTwoSum(double large, double small)
    {
        var sum = large + small;
        return (sum, small - (sum - large));
    }
}
