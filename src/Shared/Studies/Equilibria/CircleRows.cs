using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>
/// The rows of trials that go round the circle: w = R(φ)·(s, s), φ from 0, cos φ = (1 − t²)/(1 + t²) and
/// sin φ = 2t/(1 + t²) with t = 0, 1/n, … in each quarter turn, so that w is rational and the diagonals are among them.
/// </summary>
internal static class CircleRows
{
    private enum Turning
    {
        Slope,
        Minimum,
        Maximum,
        Level,
    }

    /// <summary>How many directions a cell has.</summary>
    public static long Count(Cell cell) => 4 * (long)cell.Parameters["quarter_points"].Number;

    /// <summary>Writes the row of a direction.</summary>
    public static void Write(PiecewiseLoss loss, Cell cell, long trial, EquilibriaRow row)
    {
        var point = PointOf(cell, trial);
        var angular = AngularLoss.Of(loss, point, unit: 0)!;
        row.Put("loss", loss.LossOf(loss.Residuals(point)));
        row.Put("angle", DegreesOf(point));
        row.Put("turning", (int)TurningOf(angular));
        row.Put("bias_slope_left", BiasSlope(loss, point, -1));
        row.Put("bias_slope_right", BiasSlope(loss, point, 1));
        row.PutPoint(loss, point);
        row.PutAngular(loss, point);
    }

    /// <summary>dL/db to a side: a pre-activation that is 0 has the sign of the side there.</summary>
    private static Rational BiasSlope(PiecewiseLoss loss, Rational[] point, int side)
    {
        int[] signs = [.. loss.SignsAt(point).Select(s => s == 0 ? side : s)];
        var residuals = loss.Residuals(point);
        var slope = Rational.Zero;
        for (var i = 0; i < signs.Length; i++)
        {
            slope += 2 * loss.Scale * residuals[i] * loss.Model.SlopeAt(signs[i]);
        }

        return slope;
    }

    private static Rational[] PointOf(Cell cell, long trial)
    {
        var (quarter, step) = Math.DivRem(trial, (long)cell.Parameters["quarter_points"].Number);
        var diagonal = Rational.Parse(cell.Parameters["diagonal"].Text);
        var t = Rational.Of(step, (long)cell.Parameters["quarter_points"].Number);
        var (cos, sin) = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t));
        var (x, y) = (diagonal * (cos - sin), diagonal * (cos + sin));
        for (; quarter > 0; quarter--)
        {
            (x, y) = (-y, x);
        }

        return [x, y, Rational.Parse(cell.Parameters["bias"].Text)];
    }

    private static float DegreesOf(Rational[] point)
    {
        Span<float> lanes = stackalloc float[Lanes128.Count];
        var (x, y) = ((float)point[0].ToDouble(), (float)point[1].ToDouble());
        Lanes128.Store(DegreesOfVector.Of(Lanes128.Of(x), Lanes128.Of(y)), ref lanes[0]);
        return lanes[0];
    }

    private static Turning TurningOf(AngularLoss angular)
    {
        // To the left a falling slope means that the loss rises that way.
        var right = angular.SlopeRight.IsZero ? angular.CurvatureRight.Sign : angular.SlopeRight.Sign;
        var left = angular.SlopeLeft.IsZero ? angular.CurvatureLeft.Sign : -angular.SlopeLeft.Sign;
        return (left, right) switch
        {
            (1, 1) => Turning.Minimum,
            (-1, -1) => Turning.Maximum,
            (0, _) or (_, 0) => Turning.Level,
            _ => Turning.Slope,
        };
    }
}
