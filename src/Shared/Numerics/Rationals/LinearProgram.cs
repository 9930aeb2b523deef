namespace Farm.Numerics;

/// <summary>Linear programs over the rationals, solved exactly: no tolerance, no wrong answer.</summary>
/// <remarks>
/// The simplex method with Bland's rule (1977), so that it ends, on whole numbers with one common denominator: pivots of
/// Edmonds' kind, whose divisions come out even, so that no fraction is ever reduced. Made for a few unknowns and a few
/// dozen constraints.
/// </remarks>
public static class LinearProgram
{
    /// <summary>Maximises c·x over all x, of any sign, with a·x ≤ b for each row and e·x = b for each equation.</summary>
    /// <param name="objective">c; its length is that of x, at least 1.</param>
    /// <param name="constraints">What binds x.</param>
    public static LinearOptimum Maximize(Rational[] objective, LinearConstraints constraints)
    {
        ArgumentOutOfRangeException.ThrowIfZero(objective.Length);
        var space = RationalSystem.Solve(constraints.Equations, constraints.EquationValues, objective.Length);
        if (space is null)
        {
            return LinearOptimum.Infeasible;
        }

        // On the equations' space x = p + Σ tₖ dₖ only inequalities are left.
        List<Rational[]> rows = [];
        List<Rational> bounds = [];
        for (var i = 0; i < constraints.Rows.Count; i++)
        {
            rows.Add(Along(space, constraints.Rows[i]));
            bounds.Add(constraints.Bounds[i] - RationalVectors.Dot(constraints.Rows[i], space.Point));
        }

        var simplex = new SimplexTableau(Along(space, objective), rows, bounds);
        if (!simplex.IsFeasible())
        {
            return LinearOptimum.Infeasible;
        }

        if (!simplex.Climb())
        {
            return LinearOptimum.Unbounded;
        }

        var point = space.At(simplex.Point());
        return new LinearOptimum(LinearOutcome.Optimal, RationalVectors.Dot(objective, point), point);
    }

    /// <summary>A point that meets the constraints; null for none.</summary>
    /// <param name="unknowns">Length of x, at least 1.</param>
    /// <param name="constraints">What binds x.</param>
    public static Rational[]? FeasiblePoint(int unknowns, LinearConstraints constraints) =>
        Maximize(new Rational[unknowns], constraints).Point;

    private static Rational[] Along(AffineSpace space, Rational[] row) =>
        [.. space.Directions.Select(d => RationalVectors.Dot(row, d))];
}

/// <summary>How a linear program ends.</summary>
public enum LinearOutcome
{
    /// <summary>Nothing meets the constraints.</summary>
    Infeasible,

    /// <summary>The objective has no upper bound.</summary>
    Unbounded,

    /// <summary>There is a largest value.</summary>
    Optimal,
}

/// <summary>The answer of a linear program.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">The largest value; 0 where there is none.</param>
/// <param name="Point">Where it is reached; null where there is none.</param>
public sealed record LinearOptimum(LinearOutcome Outcome, Rational Value, Rational[]? Point)
{
    /// <summary>Nothing meets the constraints.</summary>
    public static LinearOptimum Infeasible { get; } = new(LinearOutcome.Infeasible, Rational.Zero, null);

    /// <summary>The objective has no upper bound.</summary>
    public static LinearOptimum Unbounded { get; } = new(LinearOutcome.Unbounded, Rational.Zero, null);
}

/// <summary>Linear equations and inequalities for one vector of unknowns.</summary>
public sealed class LinearConstraints
{
    private readonly List<Rational[]> rows = [];
    private readonly List<Rational> bounds = [];
    private readonly List<Rational[]> equations = [];
    private readonly List<Rational> values = [];

    /// <summary>Left sides of the inequalities a·x ≤ b.</summary>
    public IReadOnlyList<Rational[]> Rows => rows;

    /// <summary>Their right sides.</summary>
    public IReadOnlyList<Rational> Bounds => bounds;

    /// <summary>Left sides of the equations.</summary>
    public IReadOnlyList<Rational[]> Equations => equations;

    /// <summary>Their right sides.</summary>
    public IReadOnlyList<Rational> EquationValues => values;

    /// <summary>Adds row·x ≤ bound.</summary>
    public LinearConstraints AtMost(Rational[] row, Rational bound)
    {
        rows.Add(row);
        bounds.Add(bound);
        return this;
    }

    /// <summary>Adds row·x ≥ bound.</summary>
    public LinearConstraints AtLeast(Rational[] row, Rational bound) => AtMost(RationalVectors.Times(-1, row), -bound);

    /// <summary>Adds row·x = value.</summary>
    public LinearConstraints Equal(Rational[] row, Rational value)
    {
        equations.Add(row);
        values.Add(value);
        return this;
    }

    /// <summary>Adds −1 ≤ xⱼ ≤ 1 for every unknown.</summary>
    public LinearConstraints InBox(int unknowns)
    {
        for (var j = 0; j < unknowns; j++)
        {
            var row = new Rational[unknowns];
            row[j] = Rational.One;
            AtMost(row, 1).AtLeast(row, -1);
        }

        return this;
    }
}
