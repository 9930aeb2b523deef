namespace Farm.Numerics;

/// <summary>Float64 as a ring: every operation rounded once.</summary>
/// <param name="Value">The number.</param>
public readonly record struct Float64(double Value) : IRing<Float64>
{
    /// <inheritdoc/>
    public static Float64 Of(double number) => new(number);

    /// <inheritdoc/>
    public static Float64 operator +(Float64 left, Float64 right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    public static Float64 operator -(Float64 left, Float64 right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    public static Float64 operator *(Float64 left, Float64 right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    /// <remarks>NaN has sign 0.</remarks>
    public static int Sign(Float64 number) => number.Value > 0 ? 1 : number.Value < 0 ? -1 : 0;

    /// <inheritdoc/>
    public static double ToDouble(Float64 number) => number.Value;
}
