using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Farm.Numerics;

/// <summary>8 lanes in a <see cref="Vector256{T}"/>.</summary>
public readonly struct Lanes256 : ILanes<Lanes256>
{
    private readonly Vector256<float> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes256(Vector256<float> value) => this.value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes256(Vector256<uint> bits) => value = bits.AsSingle();

    /// <inheritdoc/>
    public static int Count => Vector256<float>.Count;

    private Vector256<uint> AsBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value.AsUInt32();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Of(float number) => new(Vector256.Create(number));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 OfBits(uint bits) => new(Vector256.Create(bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(ref readonly float first) => new(Vector256.LoadUnsafe(in first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 lanes, ref float first) => lanes.value.StoreUnsafe(ref first);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 left, Lanes256 right) => new(left.value + right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 left, Lanes256 right) => new(left.value - right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 lanes) => new(lanes.AsBits ^ Vector256.Create(0x8000_0000u));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 left, Lanes256 right) => new(left.value * right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 left, Lanes256 right) => new(left.value / right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 FusedMultiplyAdd(Lanes256 a, Lanes256 b, Lanes256 c) =>
        new(Vector256.FusedMultiplyAdd(a.value, b.value, c.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 SquareRoot(Lanes256 lanes) => new(Vector256.Sqrt(lanes.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Abs(Lanes256 lanes) => new(Vector256.Abs(lanes.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Positive(Lanes256 lanes) =>
        Avx.IsSupported
            ? new(Avx.Max(Vector256<float>.Zero, lanes.value))
            : Select(Less(lanes, Of(0f)), Of(0f), lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Less(Lanes256 left, Lanes256 right) => new(Vector256.LessThan(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LessOrEqual(Lanes256 left, Lanes256 right) =>
        new(Vector256.LessThanOrEqual(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Equal(Lanes256 left, Lanes256 right) => new(Vector256.Equals(left.value, right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 EqualBits(Lanes256 left, Lanes256 right) => new(Vector256.Equals(left.AsBits, right.AsBits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Select(Lanes256 mask, Lanes256 yes, Lanes256 no) =>
        new(Vector256.ConditionalSelect(mask.value, yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Lanes256 mask) => (uint)mask.AsBits.ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 IfLess(Lanes256 left, Lanes256 right, Lanes256 yes, Lanes256 no) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left.value, right.value), yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 IfLessOrEqual(Lanes256 left, Lanes256 right, Lanes256 yes, Lanes256 no) =>
        new(Vector256.ConditionalSelect(Vector256.LessThanOrEqual(left.value, right.value), yes.value, no.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsOfLess(Lanes256 left, Lanes256 right) =>
        (uint)Vector256.LessThan(left.value, right.value).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsOfLessOrEqual(Lanes256 left, Lanes256 right) =>
        (uint)Vector256.LessThanOrEqual(left.value, right.value).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator &(Lanes256 left, Lanes256 right) => new(left.value & right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator |(Lanes256 left, Lanes256 right) => new(left.value | right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator ^(Lanes256 left, Lanes256 right) => new(left.value ^ right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AddBits(Lanes256 left, Lanes256 right) => new(left.AsBits + right.AsBits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator <<(Lanes256 lanes, int places) => new(lanes.AsBits << places);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator >>(Lanes256 lanes, int places) => new((lanes.value.AsInt32() >> places).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator >>>(Lanes256 lanes, int places) => new(lanes.AsBits >>> places);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ToNumbers(Lanes256 integers) => new(Vector256.ConvertToSingle(integers.value.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyBits(Lanes256 left, uint right, out Lanes256 high, out Lanes256 low)
    {
        // Every other lane at a time: a 64-bit lane holds a whole product.
        var odds = Vector256.Create(0xFFFF_FFFF_0000_0000UL);
        var even = MultiplyEven(left.AsBits, right);
        var odd = MultiplyEven((left.AsBits.AsUInt64() >>> 32).AsUInt32(), right);
        high = new(Vector256.ConditionalSelect(odds, odd, even >>> 32).AsUInt32());
        low = new(Vector256.ConditionalSelect(odds, odd << 32, even).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> MultiplyEven(Vector256<uint> left, uint right) =>
        Avx2.IsSupported
            ? Avx2.Multiply(left, Vector256.Create(right))
            : (left.AsUInt64() & Vector256.Create(0xFFFF_FFFFUL)) * (ulong)right;
}
