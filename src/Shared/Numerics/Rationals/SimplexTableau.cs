using System.Numerics;

namespace Farm.Numerics;

/// <summary>
/// Maximises c·x with Ax ≤ b: a dictionary of whole numbers over one common denominator. A row says
/// D·basic = right − Σ coefficient·nonbasic.
/// </summary>
/// <remarks>
/// Unknowns of any sign are x = y − s·1 with y, s ≥ 0. Variables by number: y₀ … yₙ₋₁, s, then the artificial one, then
/// a slack for each row.
/// </remarks>
internal sealed class SimplexTableau
{
    private readonly int unknowns;
    private readonly int artificial;
    private readonly BigInteger[][] rows;
    private readonly int[] basic;
    private readonly int[] nonbasic;
    private readonly BigInteger[] aim;
    private BigInteger common = BigInteger.One;

    /// <summary>The program's first dictionary: all slacks are basic.</summary>
    public SimplexTableau(Rational[] objective, List<Rational[]> constraints, List<Rational> bounds)
    {
        unknowns = objective.Length;
        artificial = unknowns + 1;
        nonbasic = [.. Enumerable.Range(0, unknowns + 2)];
        basic = [.. Enumerable.Range(unknowns + 2, constraints.Count)];
        rows = [.. constraints.Select((c, i) => Whole(c, bounds[i], hasArtificial: true))];
        aim = Whole([.. objective.Select(c => -c)], Rational.Zero, hasArtificial: false);
    }

    private int Columns => nonbasic.Length;

    /// <summary>Whether anything meets the constraints; then the dictionary is one that does.</summary>
    public bool IsFeasible()
    {
        var worst = -1;
        for (var i = 0; i < rows.Length; i++)
        {
            worst = rows[i][Columns].Sign < 0 && (worst < 0 || rows[i][Columns] < rows[worst][Columns]) ? i : worst;
        }

        if (worst >= 0)
        {
            // The artificial variable enters where the constraint is missed most, which makes all right sides ≥ 0.
            var below = new BigInteger[Columns + 1];
            below[artificial] = BigInteger.One;
            Pivot(worst, artificial, below);
            Climb(below, excluded: -1);
            if (below[Columns].Sign < 0)
            {
                return false;
            }

            if (Array.IndexOf(basic, artificial) is >= 0 and var row)
            {
                // It is basic at 0: any column may take its place, and if there is none the row says nothing.
                var column = Array.FindIndex(rows[row], 0, Columns, c => !c.IsZero);
                Pivot(row, column, below);
            }
        }

        return true;
    }

    /// <summary>Goes up to the largest value; false when there is none.</summary>
    public bool Climb() => Climb(aim, artificial);

    /// <summary>The unknowns in this dictionary.</summary>
    public Rational[] Point()
    {
        var values = new Rational[unknowns + 1];
        for (var i = 0; i < basic.Length; i++)
        {
            if (basic[i] <= unknowns)
            {
                values[basic[i]] = Rational.Of(rows[i][Columns], common);
            }
        }

        return [.. values.Take(unknowns).Select(y => y - values[unknowns])];
    }

    /// <summary>Bland's rule: of all variables that improve the objective the first enters, of all that block it the first leaves.</summary>
    private bool Climb(BigInteger[] objective, int excluded)
    {
        while (true)
        {
            var column = -1;
            for (var j = 0; j < Columns; j++)
            {
                var improves = objective[j].Sign < 0 && nonbasic[j] != excluded;
                column = improves && (column < 0 || nonbasic[j] < nonbasic[column]) ? j : column;
            }

            if (column < 0)
            {
                return true;
            }

            var row = Leaving(column);
            if (row < 0)
            {
                return false;
            }

            Pivot(row, column, objective);
        }
    }

    private int Leaving(int column)
    {
        var best = -1;
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i][column].Sign <= 0)
            {
                continue;
            }

            if (best < 0)
            {
                best = i;
                continue;
            }

            var order = (rows[i][Columns] * rows[best][column]).CompareTo(rows[best][Columns] * rows[i][column]);
            best = order < 0 || (order == 0 && basic[i] < basic[best]) ? i : best;
        }

        return best;
    }

    private void Pivot(int row, int column, BigInteger[] objective)
    {
        var pivot = rows[row][column];
        for (var i = 0; i < rows.Length; i++)
        {
            if (i != row)
            {
                Eliminate(rows[i], row, column, pivot);
            }
        }

        Eliminate(objective, row, column, pivot);
        if (!ReferenceEquals(objective, aim))
        {
            Eliminate(aim, row, column, pivot);
        }

        rows[row][column] = common;
        common = pivot;
        (basic[row], nonbasic[column]) = (nonbasic[column], basic[row]);
        if (common.Sign < 0)
        {
            common = -common;
            foreach (var line in rows.Append(aim).Append(objective).Distinct())
            {
                for (var j = 0; j < line.Length; j++)
                {
                    line[j] = -line[j];
                }
            }
        }
    }

    private void Eliminate(BigInteger[] line, int row, int column, BigInteger pivot)
    {
        var factor = line[column];
        for (var j = 0; j < line.Length; j++)
        {
            if (j != column)
            {
                line[j] = (line[j] * pivot - factor * rows[row][j]) / common;
            }
        }

        line[column] = -factor;
    }

    /// <summary>A row of whole numbers that says the same: coefficients of y, s and the artificial variable, then the right side.</summary>
    private BigInteger[] Whole(Rational[] coefficients, Rational right, bool hasArtificial)
    {
        var scale = coefficients.Append(right)
            .Aggregate(BigInteger.One, (s, c) => s / BigInteger.GreatestCommonDivisor(s, c.Denominator) * c.Denominator);
        var whole = new BigInteger[unknowns + 3];
        for (var j = 0; j < unknowns; j++)
        {
            whole[j] = coefficients[j].Numerator * (scale / coefficients[j].Denominator);
            whole[unknowns] -= whole[j];
        }

        whole[artificial] = hasArtificial ? -1 : 0;
        whole[^1] = right.Numerator * (scale / right.Denominator);
        return whole;
    }
}
