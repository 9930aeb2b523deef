using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Farm.Numerics;

/// <summary>Two lanes in a <see cref="Vector128{T}"/>.</summary>
public readonly struct DoubleLanes128 : IDoubleLanes<DoubleLanes128>
{
    private readonly Vector128<double> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleLanes128(Vector128<double> value) => this.value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleLanes128(Vector128<ulong> bits) => value = bits.AsDouble();

    /// <inheritdoc/>
    public static int Count => Vector128<double>.Count;

    private Vector128<ulong> AsBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value.AsUInt64();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Of(double number) => new(Vector128.Create(number));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 OfBits(ulong bits) => new(Vector128.Create(bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Load(ref readonly double first) => new(Vector128.LoadUnsafe(in first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLanes128 lanes, ref double first) => lanes.value.StoreUnsafe(ref first);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 LoadIntegers(ref readonly int first) =>
        new(Vector128.Create((double)first, Unsafe.Add(ref Unsafe.AsRef(in first), 1)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator +(DoubleLanes128 left, DoubleLanes128 right) => new(left.value + right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator -(DoubleLanes128 left, DoubleLanes128 right) => new(left.value - right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator -(DoubleLanes128 lanes) => new(lanes.AsBits ^ Vector128.Create(0x8000_0000_0000_0000UL));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator *(DoubleLanes128 left, DoubleLanes128 right) => new(left.value * right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator /(DoubleLanes128 left, DoubleLanes128 right) => new(left.value / right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 FusedMultiplyAdd(DoubleLanes128 a, DoubleLanes128 b, DoubleLanes128 c) =>
        new(Vector128.FusedMultiplyAdd(a.value, b.value, c.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 SquareRoot(DoubleLanes128 lanes) => new(Vector128.Sqrt(lanes.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Abs(DoubleLanes128 lanes) => new(Vector128.Abs(lanes.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Positive(DoubleLanes128 lanes) =>
        Sse2.IsSupported
            ? new(Sse2.Max(Vector128<double>.Zero, lanes.value))
            : Select(Less(lanes, Of(0.0)), Of(0.0), lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Less(DoubleLanes128 left, DoubleLanes128 right) => new(Vector128.LessThan(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 LessOrEqual(DoubleLanes128 left, DoubleLanes128 right) =>
        new(Vector128.LessThanOrEqual(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Equal(DoubleLanes128 left, DoubleLanes128 right) => new(Vector128.Equals(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 EqualBits(DoubleLanes128 left, DoubleLanes128 right) => new(Vector128.Equals(left.AsBits, right.AsBits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Select(DoubleLanes128 mask, DoubleLanes128 yes, DoubleLanes128 no) =>
        new(Vector128.ConditionalSelect(mask.value, yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(DoubleLanes128 mask) => (uint)mask.AsBits.ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 IfLess(DoubleLanes128 left, DoubleLanes128 right, DoubleLanes128 yes, DoubleLanes128 no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left.value, right.value), yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 IfLessOrEqual(DoubleLanes128 left, DoubleLanes128 right, DoubleLanes128 yes, DoubleLanes128 no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThanOrEqual(left.value, right.value), yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsOfLess(DoubleLanes128 left, DoubleLanes128 right) =>
        (uint)Vector128.LessThan(left.value, right.value).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsOfLessOrEqual(DoubleLanes128 left, DoubleLanes128 right) =>
        (uint)Vector128.LessThanOrEqual(left.value, right.value).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator &(DoubleLanes128 left, DoubleLanes128 right) => new(left.value & right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator |(DoubleLanes128 left, DoubleLanes128 right) => new(left.value | right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator ^(DoubleLanes128 left, DoubleLanes128 right) => new(left.value ^ right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 AddBits(DoubleLanes128 left, DoubleLanes128 right) => new(left.AsBits + right.AsBits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator <<(DoubleLanes128 lanes, int places) => new(lanes.AsBits << places);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator >>(DoubleLanes128 lanes, int places) => new((lanes.value.AsInt64() >> places).AsUInt64());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator >>>(DoubleLanes128 lanes, int places) => new(lanes.AsBits >>> places);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 ToNumbers(DoubleLanes128 integers) => new(Vector128.ConvertToDouble(integers.value.AsInt64()));
}
