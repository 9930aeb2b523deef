namespace Farm.Studies;

/// <summary>The words of unit types and of the classifier's variants, as columns and categories have them.</summary>
public static class UnitTypeWords
{
    /// <summary>Types, in the order of <see cref="Farm.Numerics.UnitType"/>.</summary>
    public static IReadOnlyList<string> Types { get; } =
        ["healthy-sink", "collapsed-sink", "source", "saddle", "non-hyperbolic", "off", "blocked", "not-finite"];

    /// <summary>Variants: τ 0.01 on all eigenvalues; without those forced to 0; without flat ones, τ 0.</summary>
    public static IReadOnlyList<string> Variants { get; } = ["fixed", "span", "scaled"];
}
