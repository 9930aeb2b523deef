using System.Runtime.Intrinsics;

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
        if (!(isPreconditioned && rule.IsAdam))
        {
            for (var c = 0; c < layer.Inputs; c++)
            {
                factors[c * stride] = input;
            }

            factors[layer.Inputs * stride] = 1;
            return;
        }

        for (var c = 0; c <= layer.Inputs; c++)
        {
            factors[c * stride] = layer.SecondMoments.At(unit, c, layer.Inputs) * rule.SquareScale;
        }

        // Roots and quotients are what this costs: eight at a time where they lie side by side.
        var done = 0;
        for (; stride == 1 && done + Wide.Count <= layer.Inputs; done += Wide.Count)
        {
            Precondition(ref factors[done], Vector512.Create(input), rule.Epsilon);
        }

        for (var c = done; c <= layer.Inputs; c++)
        {
            ref var factor = ref factors[c * stride];
            factor = (c == layer.Inputs ? 1 : input) / Math.Sqrt(Math.Sqrt(factor) + rule.Epsilon);
        }
    }

    /// <summary>The factors of a tile's units as <see cref="Fill"/> gives them, D counted, eight units at a time.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="unit">The first unit.</param>
    /// <param name="units">How many, at most a tile's.</param>
    /// <param name="factors">Rows of sixteen, a row a parameter; 0 where the tile has no unit.</param>
    public static void FillTile(in UnitLayer layer, in UpdateRule rule, int unit, int units, Span<double> factors)
    {
        Span<double> inputs = stackalloc double[UnitTileProduct.Width];
        inputs.Clear();
        for (var i = 0; i < units; i++)
        {
            inputs[i] = layer.InputScales.IsEmpty ? 1.0 : layer.InputScales[unit + i];
        }

        for (var c = 0; c <= layer.Inputs; c++)
        {
            var row = factors.Slice(c * UnitTileProduct.Width, UnitTileProduct.Width);
            if (c == layer.Inputs)
            {
                inputs[..units].Fill(1);
            }

            if (!rule.IsAdam)
            {
                inputs.CopyTo(row);
                continue;
            }

            for (var i = 0; i < units; i++)
            {
                row[i] = layer.SecondMoments.At(unit + i, c, layer.Inputs) * rule.SquareScale;
            }

            Precondition(ref row[0], Wide.Load(ref inputs[0], 0), rule.Epsilon);
            Precondition(ref row[Wide.Count], Wide.Load(ref inputs[0], Wide.Count), rule.Epsilon);
            row[units..].Clear();
        }
    }

    /// <summary>The squares of what <see cref="FillTile"/> gives, in float32.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="unit">The first unit.</param>
    /// <param name="units">How many, at most a tile's.</param>
    /// <param name="squares">Rows of sixteen, a row a parameter; 0 where the tile has no unit.</param>
    public static void FillSquares(in UnitLayer layer, in UpdateRule rule, int unit, int units, Span<float> squares)
    {
        Span<float> inputs = stackalloc float[UnitTileProduct.Width];
        inputs.Clear();
        for (var i = 0; i < units; i++)
        {
            inputs[i] = layer.InputScales.IsEmpty ? 1f : layer.InputScales[unit + i] * layer.InputScales[unit + i];
        }

        var (scale, epsilon) = (Vector512.Create((float)rule.SquareScale), Vector512.Create((float)rule.Epsilon));
        for (var c = 0; c <= layer.Inputs; c++)
        {
            var row = squares.Slice(c * UnitTileProduct.Width, UnitTileProduct.Width);
            if (c == layer.Inputs)
            {
                inputs[..units].Fill(1);
            }

            var numerator = Vector512.LoadUnsafe(ref inputs[0]);
            if (rule.IsAdam)
            {
                // What the last tile lacks gets 0/1.
                row[units..].Fill(1);
                layer.SecondMoments.CopyTo(unit, c, layer.Inputs, row[..units]);
                numerator /= Vector512.Sqrt(Vector512.LoadUnsafe(ref row[0]) * scale) + epsilon;
            }

            numerator.StoreUnsafe(ref row[0]);
        }
    }

    /// <summary>input/√(√v̂ + ε) in the place of eight v̂.</summary>
    private static void Precondition(ref double factors, Vector512<double> inputs, double epsilon) => Wide.Store(
        inputs / Vector512.Sqrt(Vector512.Sqrt(Wide.Load(ref factors, 0)) + Vector512.Create(epsilon)), ref factors, 0);
}
