using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Farm.Numerics;

/// <summary>4 lanes in a <see cref="Vector128{T}"/>.</summary>
public readonly struct Lanes128 : ILanes<Lanes128>
{
    private readonly Vector128<float> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes128(Vector128<float> value) => this.value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes128(Vector128<uint> bits) => value = bits.AsSingle();

    /// <inheritdoc/>
    public static int Count => Vector128<float>.Count;

    private Vector128<uint> AsBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value.AsUInt32();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Of(float number) => new(Vector128.Create(number));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 OfBits(uint bits) => new(Vector128.Create(bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(ref readonly float first) => new(Vector128.LoadUnsafe(in first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 lanes, ref float first) => lanes.value.StoreUnsafe(ref first);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 left, Lanes128 right) => new(left.value + right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 left, Lanes128 right) => new(left.value - right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 lanes) => new(lanes.AsBits ^ Vector128.Create(0x8000_0000u));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 left, Lanes128 right) => new(left.value * right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator /(Lanes128 left, Lanes128 right) => new(left.value / right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 FusedMultiplyAdd(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(Vector128.FusedMultiplyAdd(a.value, b.value, c.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 SquareRoot(Lanes128 lanes) => new(Vector128.Sqrt(lanes.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Abs(Lanes128 lanes) => new(Vector128.Abs(lanes.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Positive(Lanes128 lanes) =>
        Sse.IsSupported
            ? new(Sse.Max(Vector128<float>.Zero, lanes.value))
            : Select(Less(lanes, Of(0f)), Of(0f), lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Less(Lanes128 left, Lanes128 right) => new(Vector128.LessThan(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 LessOrEqual(Lanes128 left, Lanes128 right) =>
        new(Vector128.LessThanOrEqual(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Equal(Lanes128 left, Lanes128 right) => new(Vector128.Equals(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 EqualBits(Lanes128 left, Lanes128 right) => new(Vector128.Equals(left.AsBits, right.AsBits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Select(Lanes128 mask, Lanes128 yes, Lanes128 no) =>
        new(Vector128.ConditionalSelect(mask.value, yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Lanes128 mask) => (uint)mask.AsBits.ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 IfLess(Lanes128 left, Lanes128 right, Lanes128 yes, Lanes128 no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left.value, right.value), yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 IfLessOrEqual(Lanes128 left, Lanes128 right, Lanes128 yes, Lanes128 no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThanOrEqual(left.value, right.value), yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsOfLess(Lanes128 left, Lanes128 right) =>
        (uint)Vector128.LessThan(left.value, right.value).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsOfLessOrEqual(Lanes128 left, Lanes128 right) =>
        (uint)Vector128.LessThanOrEqual(left.value, right.value).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator &(Lanes128 left, Lanes128 right) => new(left.value & right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator |(Lanes128 left, Lanes128 right) => new(left.value | right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator ^(Lanes128 left, Lanes128 right) => new(left.value ^ right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AddBits(Lanes128 left, Lanes128 right) => new(left.AsBits + right.AsBits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator <<(Lanes128 lanes, int places) => new(lanes.AsBits << places);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator >>(Lanes128 lanes, int places) => new((lanes.value.AsInt32() >> places).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator >>>(Lanes128 lanes, int places) => new(lanes.AsBits >>> places);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ToNumbers(Lanes128 integers) => new(Vector128.ConvertToSingle(integers.value.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyBits(Lanes128 left, uint right, out Lanes128 high, out Lanes128 low)
    {
        // Every other lane at a time: a 64-bit lane holds a whole product.
        var odds = Vector128.Create(0xFFFF_FFFF_0000_0000UL);
        var even = MultiplyEven(left.AsBits, right);
        var odd = MultiplyEven((left.AsBits.AsUInt64() >>> 32).AsUInt32(), right);
        high = new(Vector128.ConditionalSelect(odds, odd, even >>> 32).AsUInt32());
        low = new(Vector128.ConditionalSelect(odds, odd << 32, even).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> MultiplyEven(Vector128<uint> left, uint right) =>
        Sse2.IsSupported
            ? Sse2.Multiply(left, Vector128.Create(right))
            : (left.AsUInt64() & Vector128.Create(0xFFFF_FFFFUL)) * (ulong)right;
}
