namespace Farm.Numerics.Tests.Rationals;

/// <summary>The slow, independent way to the same answers: unknowns are eliminated one after another.</summary>
internal static class FourierMotzkin
{
    /// <summary>Whether some x has row·x ≤ bound for all rows; the bound is each row's last number.</summary>
    public static bool IsFeasible(IEnumerable<Rational[]> system, int unknowns)
    {
        List<Rational[]> rows = [.. system];
        for (var k = unknowns - 1; k >= 0; k--)
        {
            rows = Without(rows, k);
        }

        return rows.All(r => r[^1].Sign >= 0);
    }

    private static List<Rational[]> Without(List<Rational[]> rows, int k)
    {
        List<Rational[]> kept = [.. rows.Where(r => r[k].IsZero)];
        foreach (var upper in rows.Where(r => r[k].Sign > 0))
        {
            foreach (var lower in rows.Where(r => r[k].Sign < 0))
            {
                var sum = RationalVectors.PlusTimes(
                    RationalVectors.Times(-lower[k], upper), upper[k], lower);
                kept.Add(sum);
            }
        }

        return [.. kept.DistinctBy(r => string.Join(' ', Scaled(r)))];
    }

    private static Rational[] Scaled(Rational[] row)
    {
        var first = row.FirstOrDefault(c => !c.IsZero);
        var size = first.Sign < 0 ? -first : first;
        return size.IsZero ? row : RationalVectors.Times(Rational.One / size, row);
    }
}
