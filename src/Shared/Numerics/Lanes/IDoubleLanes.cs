namespace Farm.Numerics;

/// <summary>
/// A row of lanes, each a float64 or, in the members that say so, the same 64 bits as an integer: <see cref="ILanes{TSelf}"/>
/// at twice the precision and half the lanes. A mask is a row whose lanes are all ones or all zeros.
/// </summary>
/// <remarks>
/// Every member gives the same bits at every width and on every processor: IEEE 754 operations rounded once, to nearest,
/// ties to even. Nothing here is contracted or estimated; what is fused is called <see cref="FusedMultiplyAdd"/>.
/// </remarks>
/// <typeparam name="TSelf">The implementation.</typeparam>
public interface IDoubleLanes<TSelf>
    where TSelf : struct, IDoubleLanes<TSelf>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>One number in all lanes.</summary>
    static abstract TSelf Of(double number);

    /// <summary>One pattern of bits in all lanes.</summary>
    static abstract TSelf OfBits(ulong bits);

    /// <summary>Reads <see cref="Count"/> numbers from <paramref name="first"/> on.</summary>
    static abstract TSelf Load(ref readonly double first);

    /// <summary>Writes <see cref="Count"/> numbers from <paramref name="first"/> on.</summary>
    static abstract void Store(TSelf lanes, ref double first);

    /// <summary>Reads <see cref="Count"/> signed 32-bit integers from <paramref name="first"/> on, as numbers.</summary>
    static abstract TSelf LoadIntegers(ref readonly int first);

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>The sign bit turned over.</summary>
    static abstract TSelf operator -(TSelf lanes);

    /// <summary>Product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>Quotient.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>Square root; NaN below 0.</summary>
    static abstract TSelf SquareRoot(TSelf lanes);

    /// <summary>The sign bit cleared.</summary>
    static abstract TSelf Abs(TSelf lanes);

    /// <summary>0 where the lane is below 0, else the lane: NaN and −0 stay what they are.</summary>
    static abstract TSelf Positive(TSelf lanes);

    /// <summary>Mask of left &lt; right; false where either is NaN.</summary>
    static abstract TSelf Less(TSelf left, TSelf right);

    /// <summary>Mask of left ≤ right; false where either is NaN.</summary>
    static abstract TSelf LessOrEqual(TSelf left, TSelf right);

    /// <summary>Mask of left = right; false where either is NaN.</summary>
    static abstract TSelf Equal(TSelf left, TSelf right);

    /// <summary>Mask of integers that are equal.</summary>
    static abstract TSelf EqualBits(TSelf left, TSelf right);

    /// <summary>Where the mask is set <paramref name="yes"/>, elsewhere <paramref name="no"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf yes, TSelf no);

    /// <summary>Bit i is lane i of the mask.</summary>
    static abstract uint Bits(TSelf mask);

    /// <summary>Where left &lt; right <paramref name="yes"/>, elsewhere <paramref name="no"/>.</summary>
    /// <remarks>In one call, as the compiler then keeps the mask where the hardware has one.</remarks>
    static abstract TSelf IfLess(TSelf left, TSelf right, TSelf yes, TSelf no);

    /// <summary>Where left ≤ right <paramref name="yes"/>, elsewhere <paramref name="no"/>.</summary>
    static abstract TSelf IfLessOrEqual(TSelf left, TSelf right, TSelf yes, TSelf no);

    /// <summary>Bit i: left &lt; right in lane i.</summary>
    static abstract uint BitsOfLess(TSelf left, TSelf right);

    /// <summary>Bit i: left ≤ right in lane i.</summary>
    static abstract uint BitsOfLessOrEqual(TSelf left, TSelf right);

    /// <summary>Bitwise and.</summary>
    static abstract TSelf operator &(TSelf left, TSelf right);

    /// <summary>Bitwise or.</summary>
    static abstract TSelf operator |(TSelf left, TSelf right);

    /// <summary>Bitwise exclusive or.</summary>
    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>Sum of integers, modulo 2⁶⁴.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>Bits shifted up by a number of places.</summary>
    static abstract TSelf operator <<(TSelf lanes, int places);

    /// <summary>Bits shifted down, the sign bit drawn in.</summary>
    static abstract TSelf operator >>(TSelf lanes, int places);

    /// <summary>Bits shifted down, zeros drawn in.</summary>
    static abstract TSelf operator >>>(TSelf lanes, int places);

    /// <summary>Signed integers as numbers, rounded to nearest.</summary>
    static abstract TSelf ToNumbers(TSelf integers);
}
