using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Farm.Numerics;

/// <summary>Four lanes in a <see cref="Vector256{T}"/>.</summary>
public readonly struct DoubleLanes256 : IDoubleLanes<DoubleLanes256>
{
    private readonly Vector256<double> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleLanes256(Vector256<double> value) => this.value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleLanes256(Vector256<ulong> bits) => value = bits.AsDouble();

    /// <inheritdoc/>
    public static int Count => Vector256<double>.Count;

    private Vector256<ulong> AsBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value.AsUInt64();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Of(double number) => new(Vector256.Create(number));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 OfBits(ulong bits) => new(Vector256.Create(bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Load(ref readonly double first) => new(Vector256.LoadUnsafe(in first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLanes256 lanes, ref double first) => lanes.value.StoreUnsafe(ref first);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 LoadIntegers(ref readonly int first) =>
        Avx.IsSupported
            ? new(Avx.ConvertToVector256Double(Vector128.LoadUnsafe(in first)))
            : new(Vector256.ConvertToDouble(Vector256.Create(
                Vector128.WidenLower(Vector128.LoadUnsafe(in first)), Vector128.WidenUpper(Vector128.LoadUnsafe(in first)))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator +(DoubleLanes256 left, DoubleLanes256 right) => new(left.value + right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator -(DoubleLanes256 left, DoubleLanes256 right) => new(left.value - right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator -(DoubleLanes256 lanes) => new(lanes.AsBits ^ Vector256.Create(0x8000_0000_0000_0000UL));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator *(DoubleLanes256 left, DoubleLanes256 right) => new(left.value * right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator /(DoubleLanes256 left, DoubleLanes256 right) => new(left.value / right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 FusedMultiplyAdd(DoubleLanes256 a, DoubleLanes256 b, DoubleLanes256 c) =>
        new(Vector256.FusedMultiplyAdd(a.value, b.value, c.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 SquareRoot(DoubleLanes256 lanes) => new(Vector256.Sqrt(lanes.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Abs(DoubleLanes256 lanes) => new(Vector256.Abs(lanes.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Positive(DoubleLanes256 lanes) =>
        Avx.IsSupported
            ? new(Avx.Max(Vector256<double>.Zero, lanes.value))
            : Select(Less(lanes, Of(0.0)), Of(0.0), lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Less(DoubleLanes256 left, DoubleLanes256 right) => new(Vector256.LessThan(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 LessOrEqual(DoubleLanes256 left, DoubleLanes256 right) =>
        new(Vector256.LessThanOrEqual(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Equal(DoubleLanes256 left, DoubleLanes256 right) => new(Vector256.Equals(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 EqualBits(DoubleLanes256 left, DoubleLanes256 right) => new(Vector256.Equals(left.AsBits, right.AsBits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Select(DoubleLanes256 mask, DoubleLanes256 yes, DoubleLanes256 no) =>
        new(Vector256.ConditionalSelect(mask.value, yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(DoubleLanes256 mask) => (uint)mask.AsBits.ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 IfLess(DoubleLanes256 left, DoubleLanes256 right, DoubleLanes256 yes, DoubleLanes256 no) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left.value, right.value), yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 IfLessOrEqual(DoubleLanes256 left, DoubleLanes256 right, DoubleLanes256 yes, DoubleLanes256 no) =>
        new(Vector256.ConditionalSelect(Vector256.LessThanOrEqual(left.value, right.value), yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsOfLess(DoubleLanes256 left, DoubleLanes256 right) =>
        (uint)Vector256.LessThan(left.value, right.value).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsOfLessOrEqual(DoubleLanes256 left, DoubleLanes256 right) =>
        (uint)Vector256.LessThanOrEqual(left.value, right.value).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator &(DoubleLanes256 left, DoubleLanes256 right) => new(left.value & right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator |(DoubleLanes256 left, DoubleLanes256 right) => new(left.value | right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator ^(DoubleLanes256 left, DoubleLanes256 right) => new(left.value ^ right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 AddBits(DoubleLanes256 left, DoubleLanes256 right) => new(left.AsBits + right.AsBits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator <<(DoubleLanes256 lanes, int places) => new(lanes.AsBits << places);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator >>(DoubleLanes256 lanes, int places) => new((lanes.value.AsInt64() >> places).AsUInt64());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator >>>(DoubleLanes256 lanes, int places) => new(lanes.AsBits >>> places);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 ToNumbers(DoubleLanes256 integers) => new(Vector256.ConvertToDouble(integers.value.AsInt64()));
}
