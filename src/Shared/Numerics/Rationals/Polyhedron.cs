namespace Farm.Numerics;

/// <summary>A closed polyhedron: all x that meet some equations e·x = b and inequalities a·x ≥ b; its facts are exact.</summary>
/// <param name="dimension">Length of x, at least 1.</param>
public sealed class Polyhedron(int dimension)
{
    private readonly List<(Rational[] Row, Rational Value)> equations = [];
    private readonly List<(Rational[] Row, Rational Bound)> inequalities = [];

    /// <summary>Adds row·x = value.</summary>
    public Polyhedron Equal(Rational[] row, Rational value)
    {
        equations.Add((row, value));
        return this;
    }

    /// <summary>Adds row·x ≥ bound.</summary>
    public Polyhedron AtLeast(Rational[] row, Rational bound)
    {
        inequalities.Add((row, bound));
        return this;
    }

    /// <summary>A point of it at which as few inequalities as possible hold with equality; null when it is empty.</summary>
    public RelativeInterior? Interior()
    {
        var inside = LinearProgram.FeasiblePoint(dimension, Constraints());
        if (inside is null)
        {
            return null;
        }

        // An inequality that some point leaves slack is slack at any mean in which that point has a share.
        List<Rational[]> points = [inside];
        List<int> tight = [];
        for (var k = 0; k < inequalities.Count; k++)
        {
            var (row, bound) = inequalities[k];
            if (points.Any(p => RationalVectors.Dot(row, p) > bound))
            {
                continue;
            }

            var best = LinearProgram.Maximize(row, Constraints().AtMost(row, bound + 1));
            if (best.Value > bound)
            {
                points.Add(best.Point!);
            }
            else
            {
                tight.Add(k);
            }
        }

        var rank = RationalSystem.Rank([.. equations.Select(e => e.Row), .. tight.Select(k => inequalities[k].Row)]);
        return new RelativeInterior(Mean(points), tight, dimension - rank);
    }

    /// <summary>Whether it is bounded; an empty one is.</summary>
    public bool IsBounded()
    {
        if (LinearProgram.FeasiblePoint(dimension, Constraints()) is null)
        {
            return true;
        }

        var recession = new LinearConstraints().InBox(dimension);
        foreach (var (row, _) in equations)
        {
            recession.Equal(row, 0);
        }

        foreach (var (row, _) in inequalities)
        {
            recession.AtLeast(row, 0);
        }

        return !Cones.HasNonzero(dimension, recession);
    }

    private LinearConstraints Constraints()
    {
        var constraints = new LinearConstraints();
        foreach (var (row, value) in equations)
        {
            constraints.Equal(row, value);
        }

        foreach (var (row, bound) in inequalities)
        {
            constraints.AtLeast(row, bound);
        }

        return constraints;
    }

    private static Rational[] Mean(List<Rational[]> points)
    {
        var sum = points[0];
        foreach (var point in points.Skip(1))
        {
            sum = RationalVectors.PlusTimes(sum, 1, point);
        }

        return RationalVectors.Times(Rational.Of(1, points.Count), sum);
    }
}

/// <summary>A point in the relative interior of a polyhedron.</summary>
/// <param name="Point">The point.</param>
/// <param name="Tight">The inequalities, by index, that hold with equality on the whole polyhedron.</param>
/// <param name="Dimension">Dimension of the polyhedron.</param>
public sealed record RelativeInterior(Rational[] Point, IReadOnlyList<int> Tight, int Dimension);
