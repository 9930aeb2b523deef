using ILGPU;

namespace Farm.Numerics.Gpu;

/// <summary>One lane, as a thread of a device has it, so that what is written over lanes compiles to device code.</summary>
public readonly struct GpuDouble : IDoubleLanes<GpuDouble>
{
    private const ulong SignBit = 1UL << 63;

    /// <summary>A number.</summary>
    public GpuDouble(double value) => Value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <summary>The number.</summary>
    public double Value { get; }

    private ulong AsBits => Interop.FloatAsInt(Value);

    /// <inheritdoc/>
    public static GpuDouble Of(double number) => new(number);

    /// <inheritdoc/>
    public static GpuDouble OfBits(ulong bits) => new(Interop.IntAsFloat(bits));

    /// <inheritdoc/>
    public static GpuDouble Load(ref readonly double first) => new(first);

    /// <inheritdoc/>
    public static void Store(GpuDouble lanes, ref double first) => first = lanes.Value;

    /// <inheritdoc/>
    public static GpuDouble LoadIntegers(ref readonly int first) => new(first);

    /// <inheritdoc/>
    public static GpuDouble operator +(GpuDouble left, GpuDouble right) => new(ExactArithmetic.Sum(left.Value, right.Value));

    /// <inheritdoc/>
    public static GpuDouble operator -(GpuDouble left, GpuDouble right) => new(ExactArithmetic.Difference(left.Value, right.Value));

    /// <inheritdoc/>
    public static GpuDouble operator -(GpuDouble lanes) => OfBits(lanes.AsBits ^ SignBit);

    /// <inheritdoc/>
    public static GpuDouble operator *(GpuDouble left, GpuDouble right) => new(ExactArithmetic.Product(left.Value, right.Value));

    /// <inheritdoc/>
    public static GpuDouble operator /(GpuDouble left, GpuDouble right) => new(ExactArithmetic.Quotient(left.Value, right.Value));

    /// <inheritdoc/>
    public static GpuDouble FusedMultiplyAdd(GpuDouble a, GpuDouble b, GpuDouble c) => new(ExactArithmetic.Fused(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    public static GpuDouble SquareRoot(GpuDouble lanes) => new(ExactArithmetic.Root(lanes.Value));

    /// <inheritdoc/>
    public static GpuDouble Abs(GpuDouble lanes) => OfBits(lanes.AsBits & ~SignBit);

    /// <inheritdoc/>
    public static GpuDouble Positive(GpuDouble lanes) => IfLess(lanes, new(0), new(0), lanes);

    /// <inheritdoc/>
    public static GpuDouble Less(GpuDouble left, GpuDouble right) => Mask(IsLess(left, right));

    /// <inheritdoc/>
    public static GpuDouble LessOrEqual(GpuDouble left, GpuDouble right) => Mask(IsLessOrEqual(left, right));

    /// <inheritdoc/>
    public static GpuDouble Equal(GpuDouble left, GpuDouble right) => Mask(ExactArithmetic.Equal(left.Value, right.Value) != 0);

    /// <inheritdoc/>
    public static GpuDouble EqualBits(GpuDouble left, GpuDouble right) => Mask(left.AsBits == right.AsBits);

    /// <inheritdoc/>
    public static GpuDouble Select(GpuDouble mask, GpuDouble yes, GpuDouble no) => mask.AsBits != 0 ? yes : no;

    /// <inheritdoc/>
    public static uint Bits(GpuDouble mask) => (uint)(mask.AsBits >> 63);

    /// <inheritdoc/>
    public static GpuDouble IfLess(GpuDouble left, GpuDouble right, GpuDouble yes, GpuDouble no) => IsLess(left, right) ? yes : no;

    /// <inheritdoc/>
    public static GpuDouble IfLessOrEqual(GpuDouble left, GpuDouble right, GpuDouble yes, GpuDouble no) => IsLessOrEqual(left, right) ? yes : no;

    /// <inheritdoc/>
    public static uint BitsOfLess(GpuDouble left, GpuDouble right) => IsLess(left, right) ? 1u : 0u;

    /// <inheritdoc/>
    public static uint BitsOfLessOrEqual(GpuDouble left, GpuDouble right) => IsLessOrEqual(left, right) ? 1u : 0u;

    /// <inheritdoc/>
    public static GpuDouble operator &(GpuDouble left, GpuDouble right) => OfBits(left.AsBits & right.AsBits);

    /// <inheritdoc/>
    public static GpuDouble operator |(GpuDouble left, GpuDouble right) => OfBits(left.AsBits | right.AsBits);

    /// <inheritdoc/>
    public static GpuDouble operator ^(GpuDouble left, GpuDouble right) => OfBits(left.AsBits ^ right.AsBits);

    /// <inheritdoc/>
    public static GpuDouble AddBits(GpuDouble left, GpuDouble right) => OfBits(left.AsBits + right.AsBits);

    /// <inheritdoc/>
    public static GpuDouble operator <<(GpuDouble lanes, int places) => OfBits(lanes.AsBits << places);

    /// <inheritdoc/>
    public static GpuDouble operator >>(GpuDouble lanes, int places) => OfBits((ulong)((long)lanes.AsBits >> places));

    /// <inheritdoc/>
    public static GpuDouble operator >>>(GpuDouble lanes, int places) => OfBits(lanes.AsBits >> places);

    /// <inheritdoc/>
    public static GpuDouble ToNumbers(GpuDouble integers) => new((long)integers.AsBits);

    /// <summary>left &lt; right; false where either is NaN.</summary>
    internal static bool IsLess(GpuDouble left, GpuDouble right) => ExactArithmetic.Less(left.Value, right.Value) != 0;

    /// <summary>left ≤ right; false where either is NaN.</summary>
    internal static bool IsLessOrEqual(GpuDouble left, GpuDouble right) => ExactArithmetic.LessOrEqual(left.Value, right.Value) != 0;

    private static GpuDouble Mask(bool isSet) => OfBits(isSet ? ulong.MaxValue : 0);
}
