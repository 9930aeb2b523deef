namespace Farm.Numerics;

/// <summary>Polynomials in one variable over the rationals. Coefficients rise from the constant one; the last is not 0.</summary>
/// <param name="Coefficients">None for the polynomial 0.</param>
public sealed record Polynomial(Rational[] Coefficients)
{
    /// <summary>Its degree; −1 for 0.</summary>
    public int Degree => Coefficients.Length - 1;

    /// <summary>A polynomial from coefficients of which the last may be 0.</summary>
    public static Polynomial Of(params IReadOnlyList<Rational> coefficients)
    {
        var length = coefficients.Count;
        while (length > 0 && coefficients[length - 1].IsZero)
        {
            length--;
        }

        return new Polynomial([.. coefficients.Take(length)]);
    }

    /// <summary>det(xI − A), by the recursion of Faddeev and Le Verrier.</summary>
    /// <param name="matrix">Rows of A, square.</param>
    public static Polynomial CharacteristicOf(IReadOnlyList<Rational[]> matrix)
    {
        var n = matrix.Count;
        var coefficients = new Rational[n + 1];
        coefficients[n] = Rational.One;
        List<Rational[]> power = [.. Enumerable.Range(0, n).Select(_ => new Rational[n])];
        for (var k = 1; k <= n; k++)
        {
            // Mₖ = A·Mₖ₋₁ + cₙ₋ₖ₊₁I, and cₙ₋ₖ = −tr(A·Mₖ)/k.
            power = Product(matrix, power);
            for (var i = 0; i < n; i++)
            {
                power[i][i] += coefficients[n - k + 1];
            }

            var product = Product(matrix, power);
            var trace = Enumerable.Range(0, n).Aggregate(Rational.Zero, (t, i) => t + product[i][i]);
            coefficients[n - k] = -trace / k;
        }

        return Of(coefficients);
    }

    /// <summary>Its value, by Horner's rule.</summary>
    public Rational At(Rational x)
    {
        var value = Rational.Zero;
        for (var i = Degree; i >= 0; i--)
        {
            value = value * x + Coefficients[i];
        }

        return value;
    }

    /// <summary>Its derivative.</summary>
    public Polynomial Derivative() => Of([.. Coefficients.Skip(1).Select((c, i) => c * (i + 1))]);

    /// <summary>Quotient and remainder.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public (Polynomial Quotient, Polynomial Remainder) DividedBy(Polynomial divisor)
    {
        if (divisor.Degree < 0)
        {
            throw new DivideByZeroException("The divisor is the polynomial 0.");
        }

        Rational[] rest = [.. Coefficients];
        var quotient = new Rational[Math.Max(0, Degree - divisor.Degree + 1)];
        for (var shift = quotient.Length - 1; shift >= 0; shift--)
        {
            quotient[shift] = rest[shift + divisor.Degree] / divisor.Coefficients[^1];
            for (var i = 0; i <= divisor.Degree; i++)
            {
                rest[shift + i] -= quotient[shift] * divisor.Coefficients[i];
            }
        }

        return (Of(quotient), Of(rest));
    }

    /// <summary>The greatest common divisor, with leading coefficient 1; 0 of two zeros.</summary>
    public static Polynomial CommonDivisor(Polynomial a, Polynomial b)
    {
        while (b.Degree >= 0)
        {
            (a, b) = (b, a.DividedBy(b).Remainder);
        }

        return a.Degree < 0 ? a : Of([.. a.Coefficients.Select(c => c / a.Coefficients[^1])]);
    }

    private static List<Rational[]> Product(IReadOnlyList<Rational[]> a, List<Rational[]> b) =>
    [
        .. a.Select(row => Enumerable.Range(0, b.Count)
            .Select(j => RationalVectors.Dot(row, [.. b.Select(r => r[j])])).ToArray()),
    ];
}
