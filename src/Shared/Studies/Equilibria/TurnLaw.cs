using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>By which factor gradient flow turns a unit: θ̇ = −factor·∂L/∂θ.</summary>
internal enum TurnLaw
{
    /// <summary>Nowhere in the face did the loss change with the angle.</summary>
    Undefined,

    /// <summary>The factor is 1/r, r = ‖w‖: what prototype-surface-control.md §2.2 writes.</summary>
    Inverse,

    /// <summary>The factor is 1/r².</summary>
    InverseSquare,

    /// <summary>It is neither.</summary>
    Other,
}

/// <summary>Measures the law.</summary>
internal static class TurnLaws
{
    private const int MostTries = 4;

    /// <summary>The words of <see cref="TurnLaw"/>, in its order.</summary>
    public static IReadOnlyList<string> Words { get; } = ["undefined", "inverse", "inverse-square", "other"];

    /// <summary>The law at a multiple of a point at which the loss changes with the angle and r is not 1.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="inside">A point at which no pre-activation is 0; nor is any at its multiples.</param>
    /// <param name="unit">The unit.</param>
    public static TurnLaw Of(PiecewiseLoss loss, Rational[] inside, int unit)
    {
        for (var multiple = 1; multiple <= MostTries; multiple++)
        {
            var point = RationalVectors.Times(multiple, inside);
            if (AngularLoss.Of(loss, point, unit) is not { SlopeRight.IsZero: false } angular)
            {
                continue;
            }

            // The flow is ẇ = −∇L, and the angle of w changes by (w × ẇ)/r².
            var (w0, w1) = (point[3 * unit], point[3 * unit + 1]);
            var flow = FlowAt(loss, point);
            var squared = w0 * w0 + w1 * w1;
            var turn = (w0 * flow[3 * unit + 1] - w1 * flow[3 * unit]) / squared;
            var factor = turn / -angular.SlopeRight;
            if (squared != Rational.One)
            {
                return factor * squared == Rational.One ? TurnLaw.InverseSquare
                    : factor * factor * squared == Rational.One ? TurnLaw.Inverse
                    : TurnLaw.Other;
            }
        }

        return TurnLaw.Undefined;
    }

    /// <summary>−∇L at a point at which no pre-activation is 0.</summary>
    private static Rational[] FlowAt(PiecewiseLoss loss, Rational[] point)
    {
        var (signs, residuals) = (loss.SignsAt(point), loss.Residuals(point));
        var flow = new Rational[loss.Parameters];
        for (var i = 0; i < loss.Samples; i++)
        {
            flow = RationalVectors.PlusTimes(flow, -2 * loss.Scale * residuals[i], loss.Feature(signs, i));
        }

        return flow;
    }
}
