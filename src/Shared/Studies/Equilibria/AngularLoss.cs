using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>The loss while one unit's weights turn by α at fixed length, all else held: its one-sided derivatives at α = 0.</summary>
/// <param name="SlopeLeft">dL/dα at α = 0−.</param>
/// <param name="SlopeRight">dL/dα at 0+.</param>
/// <param name="CurvatureLeft">d²L/dα² at 0−.</param>
/// <param name="CurvatureRight">d²L/dα² at 0+.</param>
internal sealed record AngularLoss(
    Rational SlopeLeft, Rational SlopeRight, Rational CurvatureLeft, Rational CurvatureRight)
{
    /// <summary>
    /// The derivatives at a point of plane data; null where the unit's weights are 0 or the inputs are not of two
    /// dimensions.
    /// </summary>
    /// <remarks>
    /// With w = r(cos θ, sin θ) and its quarter turn w′, zᵢ has the derivatives xᵢ·w′ and −xᵢ·w. A z that is 0 gets its
    /// sign to a side from the first of them that is not 0.
    /// </remarks>
    public static AngularLoss? Of(PiecewiseLoss loss, Rational[] point, int unit)
    {
        if (loss.Block != 3 || (point[3 * unit].IsZero && point[3 * unit + 1].IsZero))
        {
            return null;
        }

        var (left, right) = (OfSide(loss, point, unit, -1), OfSide(loss, point, unit, 1));
        return new AngularLoss(left.Slope, right.Slope, left.Curvature, right.Curvature);
    }

    private static (Rational Slope, Rational Curvature) OfSide(PiecewiseLoss loss, Rational[] point, int unit, int side)
    {
        var (w0, w1) = (point[3 * unit], point[3 * unit + 1]);
        var residuals = loss.Residuals(point);
        var signs = loss.SignsAt(point);
        var (slope, curvature) = (Rational.Zero, Rational.Zero);
        for (var i = 0; i < loss.Samples; i++)
        {
            var x = loss.Data.Points[i];
            var (turned, along) = (x[1] * w0 - x[0] * w1, x[0] * w0 + x[1] * w1);
            var sign = signs[unit * loss.Samples + i];
            sign = sign != 0 ? sign : turned.IsZero ? -along.Sign : side * turned.Sign;
            var act = loss.Model.SlopeAt(sign);
            slope += 2 * loss.Scale * residuals[i] * act * turned;
            curvature += 2 * loss.Scale * ((act * turned).Squared() - residuals[i] * act * along);
        }

        return (slope, curvature);
    }
}
