using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>
/// The loss next to a point: L(θ + d) = L(θ) + g·d + ½dᵀHd exactly, where g and H are those of the piece into which d
/// points. Each H is a sum of squares, so that a point without a direction of descent is a minimum.
/// </summary>
internal sealed class LocalLoss
{
    private readonly PiecewiseLoss loss;
    private readonly Pieces pieces;
    private readonly int[] signs;
    private readonly Rational[] residuals;
    private readonly Rational[] smooth;
    private readonly Lazy<List<(int[] Signs, Rational[] Gradient)>> gradients;

    /// <summary>The loss next to a point.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="pieces">Its pieces.</param>
    /// <param name="point">θ.</param>
    public LocalLoss(PiecewiseLoss loss, Pieces pieces, Rational[] point)
    {
        (this.loss, this.pieces) = (loss, pieces);
        signs = loss.SignsAt(point);
        residuals = loss.Residuals(point);
        Zeros = [.. Enumerable.Range(0, signs.Length).Where(k => signs[k] == 0)];
        Bends = [.. Zeros.Where(k => !residuals[loss.SampleOf(k)].IsZero)];
        smooth = GradientOf(Enumerable.Range(0, signs.Length).Except(Zeros), k => loss.Model.SlopeAt(signs[k]));
        gradients = new(() => [.. pieces.Around(Bends).Select(s => (s, PieceGradient(s)))]);
    }

    /// <summary>The pre-activations that are 0.</summary>
    public IReadOnlyList<int> Zeros { get; }

    /// <summary>Those among them whose sample has an error: across their kink the slope of the loss may jump.</summary>
    public IReadOnlyList<int> Bends { get; }

    /// <summary>Whether the loss has a gradient here: whether all pieces agree on it.</summary>
    public bool IsDifferentiable => gradients.Value.All(g => g.Gradient.AsSpan().SequenceEqual(gradients.Value[0].Gradient));

    /// <summary>Whether gradient descent stays: its gradient, with its derivative at 0, vanishes.</summary>
    public bool Rests => RationalVectors.IsZero(
        RationalVectors.PlusTimes(smooth, 1, GradientOf(Bends, _ => loss.Model.AtZero)));

    /// <summary>Whether 0 is a mean of the pieces' gradients: whether gradient flow can stay here (Clarke's condition).</summary>
    public bool IsCritical => Cones.HullHoldsZero([.. gradients.Value.Select(g => g.Gradient)]);

    /// <summary>The least slope of the loss in a direction of the box −1 ≤ d ≤ 1; 0 at a minimum.</summary>
    public Rational Steepest() => gradients.Value.Min(g => -Highest(RationalVectors.Times(-1, g.Gradient), g.Signs, Bends));

    /// <summary>Whether the loss falls in every direction, or keeps its value.</summary>
    public bool IsMaximum() =>
        gradients.Value.All(g => Highest(g.Gradient, g.Signs, Bends).IsZero)
        && Level().All(l => Features(l.Signs).All(f => !Moves(f, l.Cone)));

    /// <summary>Of a minimum: whether the loss rises in every direction.</summary>
    public bool IsStrict()
    {
        foreach (var (around, cone) in Level())
        {
            foreach (var feature in Features(around))
            {
                cone.Equal(feature, 0);
            }

            if (Cones.HasNonzero(loss.Parameters, cone))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The Hessian where there is one: null where the loss has no gradient or pieces differ in theirs.</summary>
    public List<Rational[]>? Hessian()
    {
        if (!IsDifferentiable)
        {
            return null;
        }

        List<Rational[]>? common = null;
        foreach (var around in pieces.Around(Zeros))
        {
            var hessian = loss.Hessian(With(around));
            common ??= hessian;
            if (!common.Zip(hessian).All(r => r.First.AsSpan().SequenceEqual(r.Second)))
            {
                return null;
            }
        }

        return common;
    }

    /// <summary>For each piece next to the point: the directions into it along which the loss is level to first order.</summary>
    private IEnumerable<(int[] Signs, LinearConstraints Cone)> Level()
    {
        foreach (var around in pieces.Around(Zeros))
        {
            var cone = ConeOf(around, Zeros);
            cone.Equal(PieceGradient([.. around.Where((_, at) => Bends.Contains(Zeros[at]))]), 0);
            yield return (around, cone);
        }
    }

    private static bool Moves(Rational[] feature, LinearConstraints cone) =>
        LinearProgram.Maximize(feature, cone).Value.Sign > 0
        || LinearProgram.Maximize(RationalVectors.Times(-1, feature), cone).Value.Sign > 0;

    private Rational Highest(Rational[] slope, int[] around, IReadOnlyList<int> zeros) =>
        LinearProgram.Maximize(slope, ConeOf(around, zeros)).Value;

    private LinearConstraints ConeOf(int[] around, IReadOnlyList<int> zeros)
    {
        var cone = new LinearConstraints().InBox(loss.Parameters);
        for (var at = 0; at < around.Length; at++)
        {
            cone.AtLeast(RationalVectors.Times(around[at], loss.RowOf(zeros[at])), 0);
        }

        return cone;
    }

    private IEnumerable<Rational[]> Features(int[] around)
    {
        var all = With(around);
        return Enumerable.Range(0, loss.Samples).Select(i => loss.Feature(all, i)).Where(f => !RationalVectors.IsZero(f));
    }

    /// <summary>All signs, those that are 0 replaced by the signs of a piece.</summary>
    private int[] With(int[] around)
    {
        int[] all = [.. signs];
        for (var at = 0; at < around.Length; at++)
        {
            all[Zeros[at]] = around[at];
        }

        return all;
    }

    /// <summary>The gradient of the piece in which the bends have these signs.</summary>
    private Rational[] PieceGradient(int[] around)
    {
        var at = 0;
        return RationalVectors.PlusTimes(smooth, 1, GradientOf(Bends, _ => loss.Model.SlopeAt(around[at++])));
    }

    private Rational[] GradientOf(IEnumerable<int> activations, Func<int, Rational> slopeOf)
    {
        var gradient = new Rational[loss.Parameters];
        foreach (var k in activations)
        {
            var error = residuals[loss.SampleOf(k)];
            gradient = RationalVectors.PlusTimes(gradient, 2 * loss.Scale * error * slopeOf(k), loss.RowOf(k));
        }

        return gradient;
    }
}
