using ILGPU;

namespace Farm.Numerics.Gpu;

/// <summary>One lane, as a thread of a device has it, so that what is written over lanes compiles to device code.</summary>
public readonly struct GpuFloat : ILanes<GpuFloat>
{
    private const uint SignBit = 1U << 31;

    /// <summary>A number.</summary>
    public GpuFloat(float value) => Value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <summary>The number.</summary>
    public float Value { get; }

    private uint AsBits => Interop.FloatAsInt(Value);

    /// <inheritdoc/>
    public static GpuFloat Of(float number) => new(number);

    /// <inheritdoc/>
    public static GpuFloat OfBits(uint bits) => new(Interop.IntAsFloat(bits));

    /// <inheritdoc/>
    public static GpuFloat Load(ref readonly float first) => new(first);

    /// <inheritdoc/>
    public static void Store(GpuFloat lanes, ref float first) => first = lanes.Value;

    /// <inheritdoc/>
    public static GpuFloat operator +(GpuFloat left, GpuFloat right) => new(ExactArithmetic.SingleSum(left.Value, right.Value));

    /// <inheritdoc/>
    public static GpuFloat operator -(GpuFloat left, GpuFloat right) => new(ExactArithmetic.SingleDifference(left.Value, right.Value));

    /// <inheritdoc/>
    public static GpuFloat operator -(GpuFloat lanes) => OfBits(lanes.AsBits ^ SignBit);

    /// <inheritdoc/>
    public static GpuFloat operator *(GpuFloat left, GpuFloat right) => new(ExactArithmetic.SingleProduct(left.Value, right.Value));

    /// <inheritdoc/>
    public static GpuFloat operator /(GpuFloat left, GpuFloat right) => new(ExactArithmetic.SingleQuotient(left.Value, right.Value));

    /// <inheritdoc/>
    public static GpuFloat FusedMultiplyAdd(GpuFloat a, GpuFloat b, GpuFloat c) => new(ExactArithmetic.SingleFused(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    public static GpuFloat SquareRoot(GpuFloat lanes) => new(ExactArithmetic.SingleRoot(lanes.Value));

    /// <inheritdoc/>
    public static GpuFloat Abs(GpuFloat lanes) => OfBits(lanes.AsBits & ~SignBit);

    /// <inheritdoc/>
    public static GpuFloat Positive(GpuFloat lanes) => IfLess(lanes, new(0), new(0), lanes);

    /// <inheritdoc/>
    public static GpuFloat Less(GpuFloat left, GpuFloat right) => Mask(IsLess(left, right));

    /// <inheritdoc/>
    public static GpuFloat LessOrEqual(GpuFloat left, GpuFloat right) => Mask(IsLessOrEqual(left, right));

    /// <inheritdoc/>
    public static GpuFloat Equal(GpuFloat left, GpuFloat right) => Mask(ExactArithmetic.SingleEqual(left.Value, right.Value) != 0);

    /// <inheritdoc/>
    public static GpuFloat EqualBits(GpuFloat left, GpuFloat right) => Mask(left.AsBits == right.AsBits);

    /// <inheritdoc/>
    public static GpuFloat Select(GpuFloat mask, GpuFloat yes, GpuFloat no) => mask.AsBits != 0 ? yes : no;

    /// <inheritdoc/>
    public static uint Bits(GpuFloat mask) => (uint)(mask.AsBits >> 31);

    /// <inheritdoc/>
    public static GpuFloat IfLess(GpuFloat left, GpuFloat right, GpuFloat yes, GpuFloat no) => IsLess(left, right) ? yes : no;

    /// <inheritdoc/>
    public static GpuFloat IfLessOrEqual(GpuFloat left, GpuFloat right, GpuFloat yes, GpuFloat no) => IsLessOrEqual(left, right) ? yes : no;

    /// <inheritdoc/>
    public static uint BitsOfLess(GpuFloat left, GpuFloat right) => IsLess(left, right) ? 1u : 0u;

    /// <inheritdoc/>
    public static uint BitsOfLessOrEqual(GpuFloat left, GpuFloat right) => IsLessOrEqual(left, right) ? 1u : 0u;

    /// <inheritdoc/>
    public static GpuFloat operator &(GpuFloat left, GpuFloat right) => OfBits(left.AsBits & right.AsBits);

    /// <inheritdoc/>
    public static GpuFloat operator |(GpuFloat left, GpuFloat right) => OfBits(left.AsBits | right.AsBits);

    /// <inheritdoc/>
    public static GpuFloat operator ^(GpuFloat left, GpuFloat right) => OfBits(left.AsBits ^ right.AsBits);

    /// <inheritdoc/>
    public static GpuFloat AddBits(GpuFloat left, GpuFloat right) => OfBits(left.AsBits + right.AsBits);

    /// <inheritdoc/>
    public static GpuFloat operator <<(GpuFloat lanes, int places) => OfBits(lanes.AsBits << places);

    /// <inheritdoc/>
    public static GpuFloat operator >>(GpuFloat lanes, int places) => OfBits((uint)((int)lanes.AsBits >> places));

    /// <inheritdoc/>
    public static GpuFloat operator >>>(GpuFloat lanes, int places) => OfBits(lanes.AsBits >> places);

    /// <inheritdoc/>
    public static GpuFloat ToNumbers(GpuFloat integers) => new((int)integers.AsBits);

    /// <inheritdoc/>
    public static void MultiplyBits(GpuFloat left, uint right, out GpuFloat high, out GpuFloat low)
    {
        var product = (ulong)left.AsBits * right;
        (high, low) = (OfBits((uint)(product >> 32)), OfBits((uint)product));
    }

    /// <summary>left &lt; right; false where either is NaN.</summary>
    internal static bool IsLess(GpuFloat left, GpuFloat right) => ExactArithmetic.SingleLess(left.Value, right.Value) != 0;

    /// <summary>left ≤ right; false where either is NaN.</summary>
    internal static bool IsLessOrEqual(GpuFloat left, GpuFloat right) => ExactArithmetic.SingleLessOrEqual(left.Value, right.Value) != 0;

    private static GpuFloat Mask(bool isSet) => OfBits(isSet ? uint.MaxValue : 0);
}
