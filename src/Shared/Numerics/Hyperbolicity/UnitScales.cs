namespace Farm.Numerics;

/// <summary>
/// What a unit's columns are multiplied by before products: g/σ where batch normalisation stands after the weights, 1/√D
/// under Adam, both where both.
/// </summary>
internal static class UnitScales
{
    /// <summary>Whether any unit has another than 1.</summary>
    public static bool Matter(in UnitLayer layer, in UpdateRule rule) => rule.IsAdam || !layer.InputScales.IsEmpty;

    /// <summary>A unit's factors, its bias's last.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="isPreconditioned">Whether Adam's D counts.</param>
    /// <param name="factors">Parameter c at c·<paramref name="stride"/>.</param>
    /// <param name="stride">From a parameter to the next.</param>
    public static void Fill(
        in UnitLayer layer, in UpdateRule rule, int unit, bool isPreconditioned, Span<double> factors, int stride)
    {
        var input = layer.InputScales.IsEmpty ? 1.0 : layer.InputScales[unit];
        for (var c = 0; c <= layer.Inputs; c++)
        {
            var factor = c == layer.Inputs ? 1 : input;
            if (isPreconditioned && rule.IsAdam)
            {
                var mean = layer.SecondMoments.At(unit, c, layer.Inputs) * rule.SquareScale;
                factor /= Math.Sqrt(Math.Sqrt(mean) + rule.Epsilon);
            }

            factors[c * stride] = factor;
        }
    }
}
