using Farm.Domain;

namespace Farm.Coordinator.Reports.Unactivated;

/// <summary>The probability for n₁ → ∞ at one n₀, extrapolated in 1/n₁.</summary>
/// <param name="Inputs">n₀.</param>
/// <param name="From">Smallest n₁ that it rests on.</param>
/// <param name="To">Largest.</param>
/// <param name="Cells">Cells that it rests on.</param>
/// <param name="Value">The limit.</param>
/// <param name="Interval">Its error bar.</param>
/// <param name="Misfit">Sum of squared deviations in standard errors, over the degrees of freedom; NaN for none.</param>
internal sealed record LimitFit(
    int Inputs, double From, double To, int Cells, double Value, Interval Interval, double Misfit)
{
    /// <summary>How it is made, as pages say it.</summary>
    public const string Method =
        "weighted least squares of p = p∞ + a/n₁ + b/n₁² over the cells with n₁ ≥ 3·n₀, at least 4 of them; without b where n₁ spans "
        + "less than a factor of 4. While the misfit is above 2, the cell of fewest units is left out, as long as 5 remain. The error "
        + "bar is 2.576 standard errors, times the root of the misfit where that is above 1, plus the distance to the limit of a fit "
        + "without b over the upper half of the cells; it ends at 0";

    private const double NormalQuantile = 2.5758293035489004;
    private const int FewestCells = 4;
    private const int FewestOfMisfits = 5;
    private const double LargestMisfit = 2;
    private const int SpanForThreeTerms = 4;

    /// <summary>Growth of the limit against 4^−n₀.</summary>
    public Interval Scaled => new(Interval.Low * Math.Pow(4, Inputs), Interval.High * Math.Pow(4, Inputs));

    /// <summary>The limit of the cells of one n₀ that differ in n₁ alone; null for too few.</summary>
    public static LimitFit? Of(IReadOnlyList<CellProbability> cells)
    {
        var used = cells
            .Where(c => c.Units >= 3 * c.Inputs && c.Units > c.Inputs + 1 && c.Mean.Value > 0 && c.Mean.Of.StandardError > 0)
            .OrderBy(c => c.Units).ToList();
        if (used.Count < FewestCells)
        {
            return null;
        }

        var (limit, error, misfit) = Fit(used);
        while (misfit > LargestMisfit && used.Count > FewestOfMisfits)
        {
            used.RemoveAt(0);
            (limit, error, misfit) = Fit(used);
        }

        var (other, _, _) = Fit([.. used.Skip(used.Count / 2)], 2);
        var half = NormalQuantile * error * Math.Sqrt(Math.Max(1, double.IsNaN(misfit) ? 1 : misfit)) + Math.Abs(other - limit);
        return new LimitFit(
            used[0].Inputs,
            used[0].Units,
            used[^1].Units,
            used.Count,
            limit,
            new Interval(Math.Max(0, limit - half), limit + half),
            misfit);
    }

    private static (double Value, double Error, double Misfit) Fit(List<CellProbability> cells) =>
        Fit(cells, cells[^1].Units >= SpanForThreeTerms * cells[0].Units ? 3 : 2);

    /// <summary>The constant of a polynomial in 1/n₁, its standard error and the misfit.</summary>
    private static (double Value, double Error, double Misfit) Fit(List<CellProbability> cells, int terms)
    {
        var (normal, right) = (new double[terms, terms], new double[terms]);
        foreach (var cell in cells)
        {
            var weight = 1 / (cell.Mean.Of.StandardError * cell.Mean.Of.StandardError);
            for (var i = 0; i < terms; i++)
            {
                right[i] += weight * Term(cell, i) * cell.Mean.Value;
                for (var j = 0; j < terms; j++)
                {
                    normal[i, j] += weight * Term(cell, i) * Term(cell, j);
                }
            }
        }

        var inverse = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfArray(normal).Inverse();
        var solution = inverse * MathNet.Numerics.LinearAlgebra.Double.DenseVector.OfArray(right);
        var squares = cells.Sum(cell =>
        {
            var fitted = Enumerable.Range(0, terms).Sum(i => solution[i] * Term(cell, i));
            return Math.Pow((cell.Mean.Value - fitted) / cell.Mean.Of.StandardError, 2);
        });
        return (solution[0], Math.Sqrt(inverse[0, 0]), cells.Count > terms ? squares / (cells.Count - terms) : double.NaN);
    }

    /// <summary>(n₀/n₁)ⁱ, so that all terms are of one size.</summary>
    private static double Term(CellProbability cell, int i) => Math.Pow((double)cell.Inputs / cell.Units, i);
}
