using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>
/// All θ at which the pre-activations have given signs: an open cone in the subspace where those of sign 0 vanish. Every
/// θ lies on exactly one face, and on each the loss is one convex quadratic.
/// </summary>
internal sealed class Face
{
    private readonly PiecewiseLoss loss;
    private readonly int[] signs;
    private readonly Rational[][] features;
    private readonly IReadOnlyList<Rational[]> basis;

    /// <summary>The face of these signs.</summary>
    public Face(PiecewiseLoss loss, int[] signs)
    {
        (this.loss, this.signs) = (loss, signs);
        Zeros = [.. Enumerable.Range(0, signs.Length).Where(k => signs[k] == 0)];
        features = [.. Enumerable.Range(0, loss.Samples).Select(i => loss.Feature(signs, i))];
        basis = RationalSystem.Kernel([.. Zeros.Select(loss.RowOf)], loss.Parameters);
        Rank = RationalSystem.Rank([.. features.Select(OnBasis)]);
    }

    /// <summary>The pre-activations that are 0.</summary>
    public int[] Zeros { get; }

    /// <summary>Dimension of the subspace in which the face lies.</summary>
    public int Span => basis.Count;

    /// <summary>Rank of the samples that the loss depends on along the face.</summary>
    public int Rank { get; }

    /// <summary>Dimension of the set where the face's quadratic is stationary along the face, wherever it lies.</summary>
    public int CriticalDimension => Span - Rank;

    /// <summary>A point of the face; null when these signs cannot hold.</summary>
    public Rational[]? Sample()
    {
        var constraints = new LinearConstraints();
        for (var k = 0; k < signs.Length; k++)
        {
            _ = signs[k] == 0
                ? constraints.Equal(loss.RowOf(k), 0)
                : constraints.AtLeast(RationalVectors.Times(signs[k], loss.RowOf(k)), 1);
        }

        return LinearProgram.FeasiblePoint(loss.Parameters, constraints);
    }

    /// <summary>The least value of the face's quadratic on the face's subspace, whether or not the face reaches it.</summary>
    public Rational LeastOfQuadratic()
    {
        var (rows, right) = Stationary();
        var point = RationalSystem.Solve(
            [.. rows, .. Zeros.Select(loss.RowOf)], [.. right, .. new Rational[Zeros.Length]], loss.Parameters)!.Point;
        return loss.LossOf([.. features.Select((f, i) => RationalVectors.Dot(f, point) - loss.Data.Targets[i])]);
    }

    /// <summary>Where the loss is stationary along the face, in the closure of the face.</summary>
    public Polyhedron CriticalSet()
    {
        var set = new Polyhedron(loss.Parameters);
        var (rows, right) = Stationary();
        for (var j = 0; j < rows.Count; j++)
        {
            set.Equal(rows[j], right[j]);
        }

        foreach (var k in Zeros)
        {
            set.Equal(loss.RowOf(k), 0);
        }

        foreach (var k in NonZeros())
        {
            set.AtLeast(RationalVectors.Times(signs[k], loss.RowOf(k)), 0);
        }

        return set;
    }

    /// <summary>The pre-activations that are not 0, in the order of <see cref="CriticalSet"/>'s inequalities.</summary>
    public IEnumerable<int> NonZeros() => Enumerable.Range(0, signs.Length).Where(k => signs[k] != 0);

    /// <summary>Normal equations along the face: for each of its directions d, Σ (φᵢ·d)(φᵢ·θ − yᵢ) = 0.</summary>
    private (List<Rational[]> Rows, List<Rational> Right) Stationary()
    {
        List<Rational[]> rows = [];
        List<Rational> right = [];
        foreach (var direction in basis)
        {
            var (row, value) = (new Rational[loss.Parameters], Rational.Zero);
            for (var i = 0; i < features.Length; i++)
            {
                var along = RationalVectors.Dot(features[i], direction);
                row = RationalVectors.PlusTimes(row, along, features[i]);
                value += along * loss.Data.Targets[i];
            }

            rows.Add(row);
            right.Add(value);
        }

        return (rows, right);
    }

    private Rational[] OnBasis(Rational[] feature) => [.. basis.Select(d => RationalVectors.Dot(feature, d))];
}
