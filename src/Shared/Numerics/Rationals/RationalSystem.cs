namespace Farm.Numerics;

/// <summary>Systems of linear equations over the rationals, by exact elimination (Gauss–Jordan).</summary>
public static class RationalSystem
{
    /// <summary>Rank of a matrix.</summary>
    /// <param name="rows">Its rows, each of as many numbers.</param>
    public static int Rank(IReadOnlyList<Rational[]> rows) => rows.Count == 0 ? 0 : Reduce(rows, rows[0].Length).Pivots.Count;

    /// <summary>All x with Ax = b; null when there is none.</summary>
    /// <param name="rows">Rows of A, each of <paramref name="unknowns"/> numbers; none leave x free.</param>
    /// <param name="right">b, a number a row.</param>
    /// <param name="unknowns">Length of x.</param>
    public static AffineSpace? Solve(IReadOnlyList<Rational[]> rows, IReadOnlyList<Rational> right, int unknowns)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Count, rows.Count);
        var (reduced, pivots) = Reduce([.. rows.Select((r, i) => (Rational[])[.. r, right[i]])], unknowns);
        if (reduced.Skip(pivots.Count).Any(r => !r[unknowns].IsZero))
        {
            return null;
        }

        var point = new Rational[unknowns];
        for (var i = 0; i < pivots.Count; i++)
        {
            point[pivots[i]] = reduced[i][unknowns];
        }

        var free = Enumerable.Range(0, unknowns).Except(pivots);
        return new AffineSpace(point, [.. free.Select(f => Direction(f, reduced, pivots, unknowns))]);
    }

    /// <summary>A basis of all x with Ax = 0.</summary>
    /// <param name="rows">Rows of A, each of <paramref name="unknowns"/> numbers.</param>
    /// <param name="unknowns">Length of x.</param>
    public static IReadOnlyList<Rational[]> Kernel(IReadOnlyList<Rational[]> rows, int unknowns) =>
        Solve(rows, new Rational[rows.Count], unknowns)!.Directions;

    private static Rational[] Direction(int free, List<Rational[]> reduced, List<int> pivots, int unknowns)
    {
        var direction = new Rational[unknowns];
        direction[free] = Rational.One;
        for (var i = 0; i < pivots.Count; i++)
        {
            direction[pivots[i]] = -reduced[i][free];
        }

        return direction;
    }

    /// <summary>The reduced echelon form by the first <paramref name="columns"/> columns, and the pivots' columns.</summary>
    private static (List<Rational[]> Rows, List<int> Pivots) Reduce(IReadOnlyList<Rational[]> rows, int columns)
    {
        List<Rational[]> work = [.. rows.Select(r => (Rational[])[.. r])];
        List<int> pivots = [];
        for (var column = 0; column < columns && pivots.Count < work.Count; column++)
        {
            var top = pivots.Count;
            var found = work.FindIndex(top, r => !r[column].IsZero);
            if (found < 0)
            {
                continue;
            }

            (work[top], work[found]) = (work[found], work[top]);
            work[top] = RationalVectors.Times(Rational.One / work[top][column], work[top]);
            for (var i = 0; i < work.Count; i++)
            {
                if (i != top && !work[i][column].IsZero)
                {
                    work[i] = RationalVectors.PlusTimes(work[i], -work[i][column], work[top]);
                }
            }

            pivots.Add(column);
        }

        return (work, pivots);
    }
}

/// <summary>A point and all that lies from it along some directions.</summary>
/// <param name="Point">One of its points.</param>
/// <param name="Directions">Linearly independent; none for a single point.</param>
public sealed record AffineSpace(Rational[] Point, IReadOnlyList<Rational[]> Directions)
{
    /// <summary>Its dimension.</summary>
    public int Dimension => Directions.Count;

    /// <summary>The point with these coordinates along the directions.</summary>
    public Rational[] At(ReadOnlySpan<Rational> coordinates)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(coordinates.Length, Directions.Count);
        var point = Point;
        for (var i = 0; i < coordinates.Length; i++)
        {
            point = RationalVectors.PlusTimes(point, coordinates[i], Directions[i]);
        }

        return point;
    }
}
