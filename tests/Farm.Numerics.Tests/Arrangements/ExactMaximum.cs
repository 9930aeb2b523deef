using System.Numerics;

namespace Farm.Numerics.Tests.Arrangements;

/// <summary>
/// Linear programming in whole numbers: the largest value of an affine function under affine inequalities, by the elimination
/// of Fourier and Motzkin. No rounding.
/// </summary>
internal static class ExactMaximum
{
    /// <summary>What the largest value is: there is none under no point, none when it has no bound.</summary>
    public enum Kind
    {
        Infeasible,
        Unbounded,
        Finite,
    }

    /// <summary>The largest value of objective·x + constant where every row·x + constant ≥ 0.</summary>
    /// <param name="objective">Coefficients, then the constant.</param>
    /// <param name="rows">The same for each inequality.</param>
    public static (Kind Kind, double Value) Of(BigInteger[] objective, IEnumerable<BigInteger[]> rows)
    {
        // Variables x, then t with objective·x + constant − t ≥ 0: what is left of t is its range.
        var variables = objective.Length - 1;
        List<BigInteger[]> system = [.. rows.Select(r => With(r, 0)), With(objective, -1)];
        for (var variable = 0; variable < variables; variable++)
        {
            system = Without(system, variable);
        }

        (BigInteger Top, BigInteger Bottom)? upper = null;
        foreach (var row in system)
        {
            var (t, constant) = (row[variables], row[variables + 1]);
            if (t.IsZero)
            {
                if (constant < 0)
                {
                    return (Kind.Infeasible, double.NaN);
                }
            }
            else if (t > 0)
            {
                throw new InvalidOperationException("t has a lower bound, which no inequality gives it.");
            }
            else if (upper is not { } least || constant * least.Bottom < least.Top * -t)
            {
                upper = (constant, -t);
            }
        }

        return upper is { } most
            ? (Kind.Finite, Quotient(most.Top, most.Bottom))
            : (Kind.Unbounded, double.PositiveInfinity);
    }

    /// <summary>To 60 bits, whatever the size of the two.</summary>
    private static double Quotient(BigInteger top, BigInteger bottom) =>
        Math.ScaleB((double)((top << 200) / bottom), -200);

    private static BigInteger[] With(BigInteger[] row, int t) => [.. row[..^1], t, row[^1]];

    private static List<BigInteger[]> Without(List<BigInteger[]> system, int variable)
    {
        var (above, below) = (system.Where(r => r[variable] > 0).ToList(), system.Where(r => r[variable] < 0).ToList());
        List<BigInteger[]> left = [.. system.Where(r => r[variable].IsZero)];
        left.AddRange(
            from a in above
            from b in below
            select (BigInteger[])[.. a.Zip(b, (x, y) => x * -b[variable] + y * a[variable])]);
        return left;
    }
}
