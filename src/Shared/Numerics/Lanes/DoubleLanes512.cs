using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Farm.Numerics;

/// <summary>Eight lanes in a <see cref="Vector512{T}"/>.</summary>
public readonly struct DoubleLanes512 : IDoubleLanes<DoubleLanes512>
{
    private readonly Vector512<double> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleLanes512(Vector512<double> value) => this.value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleLanes512(Vector512<ulong> bits) => value = bits.AsDouble();

    /// <inheritdoc/>
    public static int Count => Vector512<double>.Count;

    private Vector512<ulong> AsBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value.AsUInt64();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Of(double number) => new(Vector512.Create(number));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 OfBits(ulong bits) => new(Vector512.Create(bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Load(ref readonly double first) => new(Vector512.LoadUnsafe(in first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLanes512 lanes, ref double first) => lanes.value.StoreUnsafe(ref first);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 LoadIntegers(ref readonly int first) =>
        Avx512F.IsSupported
            ? new(Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(in first)))
            : new(Vector512.ConvertToDouble(Vector512.Create(
                Vector256.WidenLower(Vector256.LoadUnsafe(in first)), Vector256.WidenUpper(Vector256.LoadUnsafe(in first)))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator +(DoubleLanes512 left, DoubleLanes512 right) => new(left.value + right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator -(DoubleLanes512 left, DoubleLanes512 right) => new(left.value - right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator -(DoubleLanes512 lanes) => new(lanes.AsBits ^ Vector512.Create(0x8000_0000_0000_0000UL));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator *(DoubleLanes512 left, DoubleLanes512 right) => new(left.value * right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator /(DoubleLanes512 left, DoubleLanes512 right) => new(left.value / right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 FusedMultiplyAdd(DoubleLanes512 a, DoubleLanes512 b, DoubleLanes512 c) =>
        new(Vector512.FusedMultiplyAdd(a.value, b.value, c.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 SquareRoot(DoubleLanes512 lanes) => new(Vector512.Sqrt(lanes.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Abs(DoubleLanes512 lanes) => new(Vector512.Abs(lanes.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Positive(DoubleLanes512 lanes) =>
        Avx512F.IsSupported
            ? new(Avx512F.Max(Vector512<double>.Zero, lanes.value))
            : Select(Less(lanes, Of(0.0)), Of(0.0), lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Less(DoubleLanes512 left, DoubleLanes512 right) => new(Vector512.LessThan(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 LessOrEqual(DoubleLanes512 left, DoubleLanes512 right) =>
        new(Vector512.LessThanOrEqual(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Equal(DoubleLanes512 left, DoubleLanes512 right) => new(Vector512.Equals(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 EqualBits(DoubleLanes512 left, DoubleLanes512 right) => new(Vector512.Equals(left.AsBits, right.AsBits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Select(DoubleLanes512 mask, DoubleLanes512 yes, DoubleLanes512 no) =>
        new(Vector512.ConditionalSelect(mask.value, yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(DoubleLanes512 mask) => (uint)mask.AsBits.ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 IfLess(DoubleLanes512 left, DoubleLanes512 right, DoubleLanes512 yes, DoubleLanes512 no) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left.value, right.value), yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 IfLessOrEqual(DoubleLanes512 left, DoubleLanes512 right, DoubleLanes512 yes, DoubleLanes512 no) =>
        new(Vector512.ConditionalSelect(Vector512.LessThanOrEqual(left.value, right.value), yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsOfLess(DoubleLanes512 left, DoubleLanes512 right) =>
        (uint)Vector512.LessThan(left.value, right.value).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsOfLessOrEqual(DoubleLanes512 left, DoubleLanes512 right) =>
        (uint)Vector512.LessThanOrEqual(left.value, right.value).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator &(DoubleLanes512 left, DoubleLanes512 right) => new(left.value & right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator |(DoubleLanes512 left, DoubleLanes512 right) => new(left.value | right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator ^(DoubleLanes512 left, DoubleLanes512 right) => new(left.value ^ right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 AddBits(DoubleLanes512 left, DoubleLanes512 right) => new(left.AsBits + right.AsBits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator <<(DoubleLanes512 lanes, int places) => new(lanes.AsBits << places);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator >>(DoubleLanes512 lanes, int places) => new((lanes.value.AsInt64() >> places).AsUInt64());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator >>>(DoubleLanes512 lanes, int places) => new(lanes.AsBits >>> places);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 ToNumbers(DoubleLanes512 integers) => new(Vector512.ConvertToDouble(integers.value.AsInt64()));
}
