using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>
/// Products of very many factors: the power of two is taken out now and then and counted, so that a logarithm is taken once
/// for all of them.
/// </summary>
internal static class Growth
{
    private const ulong ExponentField = 0x7FF0_0000_0000_0000;
    private const ulong One = 0x3FF0_0000_0000_0000;

    private const double Ln2 = 0.693147180559945309417;

    /// <summary>The exponent of two of |product|, which is left between 1 and 2. A product of 0 stays 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T TakeExponent<T>(ref T product)
        where T : struct, IDoubleLanes<T>
    {
        var exponent = T.ToNumbers(T.AddBits((product & T.OfBits(ExponentField)) >>> 52, T.OfBits(unchecked(0UL - 1023))));
        var mantissa = (product & T.OfBits(~(ExponentField | 1UL << 63))) | T.OfBits(One);
        product = T.Select(T.Equal(product, T.Of(0)), product, mantissa);
        return exponent;
    }

    /// <summary>2 to the half of a positive number's exponent, inverted: what brings a vector of that squared length to between ½ and 2.</summary>
    /// <param name="square">The squared length.</param>
    /// <param name="exponent">The half exponent, a whole number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T HalfScale<T>(T square, out T exponent)
        where T : struct, IDoubleLanes<T>
    {
        var half = T.AddBits(square >>> 52, T.OfBits(unchecked(0UL - 1023))) >> 1;
        exponent = T.ToNumbers(half);
        return T.AddBits(T.OfBits(1024), half ^ T.OfBits(ulong.MaxValue)) << 52;
    }

    /// <summary>ln(|mantissa|·2^exponent), −∞ where the mantissa is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Logarithm<T>(T mantissa, T exponent)
        where T : struct, IDoubleLanes<T>
    {
        var logarithm = T.FusedMultiplyAdd(exponent, T.Of(Ln2), NaturalLogarithm.Of(mantissa));
        return T.Select(T.Equal(mantissa, T.Of(0)), T.Of(double.NegativeInfinity), logarithm);
    }

    /// <summary>The logarithm of a vector's length: of the root of its square times 2^exponent; −∞ of no length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfLength<T>(T square, T exponent)
        where T : struct, IDoubleLanes<T> =>
        T.FusedMultiplyAdd(T.Of(0.5), Logarithm(square, T.Of(0)), T.Of(Ln2) * exponent);
}
