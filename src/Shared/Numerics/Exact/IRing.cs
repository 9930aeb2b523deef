namespace Farm.Numerics;

/// <summary>Numbers that formulas of sums, differences, products and signs are written over once.</summary>
/// <typeparam name="TSelf">The implementation.</typeparam>
public interface IRing<TSelf>
    where TSelf : struct, IRing<TSelf>
{
    /// <summary>A finite float64, exactly.</summary>
    static abstract TSelf Of(double number);

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>Product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>−1, 0 or 1.</summary>
    static abstract int Sign(TSelf number);

    /// <summary>The nearest float64, or one next to it.</summary>
    static abstract double ToDouble(TSelf number);
}
