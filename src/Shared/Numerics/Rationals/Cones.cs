namespace Farm.Numerics;

/// <summary>Questions about cones that are given by homogeneous constraints.</summary>
public static class Cones
{
    /// <summary>Whether a cone holds more than 0.</summary>
    /// <param name="unknowns">Length of x.</param>
    /// <param name="cone">Its constraints, all with 0 on the right, cut off by the box −1 ≤ x ≤ 1.</param>
    public static bool HasNonzero(int unknowns, LinearConstraints cone)
    {
        // What solves the equations is often 0 alone, which takes no linear program to see.
        if (RationalSystem.Rank(cone.Equations) == unknowns)
        {
            return false;
        }

        for (var j = 0; j < unknowns; j++)
        {
            foreach (var sign in (ReadOnlySpan<int>)[1, -1])
            {
                var row = new Rational[unknowns];
                row[j] = sign;
                if (LinearProgram.Maximize(row, cone).Value.Sign > 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether some x has row·x ≥ 1 for all rows: whether the open cone row·x > 0 is not empty.</summary>
    public static bool HasInterior(int unknowns, IEnumerable<Rational[]> rows)
    {
        var constraints = new LinearConstraints();
        foreach (var row in rows)
        {
            constraints.AtLeast(row, 1);
        }

        return LinearProgram.FeasiblePoint(unknowns, constraints) is not null;
    }

    /// <summary>Whether 0 is a mean of some points, with weights of any size.</summary>
    public static bool HullHoldsZero(IReadOnlyList<Rational[]> points)
    {
        var constraints = new LinearConstraints();
        var unit = new Rational[points.Count];
        Array.Fill(unit, Rational.One);
        constraints.Equal(unit, 1);
        for (var coordinate = 0; coordinate < points[0].Length; coordinate++)
        {
            constraints.Equal([.. points.Select(p => p[coordinate])], 0);
        }

        for (var k = 0; k < points.Count; k++)
        {
            var row = new Rational[points.Count];
            row[k] = Rational.One;
            constraints.AtLeast(row, 0);
        }

        return LinearProgram.FeasiblePoint(points.Count, constraints) is not null;
    }
}
