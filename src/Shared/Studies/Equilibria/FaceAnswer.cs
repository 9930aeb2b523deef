using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>All that is found out about a face, exact.</summary>
internal sealed record FaceAnswer
{
    /// <summary>The face.</summary>
    public required Face Face { get; init; }

    /// <summary>What it holds.</summary>
    public EquilibriumKind Kind { get; init; }

    /// <summary>A point of the face; null when its signs cannot hold.</summary>
    public Rational[]? Sample { get; init; }

    /// <summary>The least value of its quadratic, reached or not.</summary>
    public Rational Least { get; init; }

    /// <summary>Where its quadratic is stationary within its closure; null for nowhere.</summary>
    public RelativeInterior? Closure { get; init; }

    /// <summary>Whether that set is bounded.</summary>
    public bool IsBounded { get; init; }

    /// <summary>The pre-activations that are 0 on all of that set.</summary>
    public IReadOnlyList<int> Kinks { get; init; } = [];

    /// <summary>The loss on it; null for none.</summary>
    public Rational? Loss { get; init; }

    /// <summary>The loss next to its points; null when the face itself holds none.</summary>
    public LocalLoss? Local { get; init; }

    /// <summary>Steepest slope there, in a direction of the unit box.</summary>
    public Rational? Steepest { get; init; }

    /// <summary>The Hessian's eigenvalues: of a region's quadratic; on a kink of the loss itself, where it has a Hessian.</summary>
    public IReadOnlyList<RealRoot>? Spectrum { get; init; }

    /// <summary>Answers for a face.</summary>
    /// <remarks>
    /// On the set where a convex quadratic is stationary its residuals are constant, and so are all gradients next to the
    /// face: one point of the set stands for all of it.
    /// </remarks>
    /// <param name="loss">The loss.</param>
    /// <param name="pieces">Its pieces.</param>
    /// <param name="signs">The face's signs.</param>
    public static FaceAnswer Of(PiecewiseLoss loss, Pieces pieces, int[] signs)
    {
        var face = new Face(loss, signs);
        var critical = face.CriticalSet();
        var closure = critical.Interior();
        int[] nonZeros = [.. face.NonZeros()];
        var answer = new FaceAnswer
        {
            Face = face,
            Sample = face.Sample(),
            Least = face.LeastOfQuadratic(),
            Closure = closure,
            IsBounded = closure is not null && critical.IsBounded(),
            Kinks = [.. (closure?.Tight.Select(t => nonZeros[t]) ?? []).Concat(closure is null ? [] : face.Zeros).Order()],
            Loss = closure is null ? null : loss.LossOf(loss.Residuals(closure.Point)),
            Spectrum = face.Zeros.Length == 0 ? SymmetricSpectrum.Of(loss.Hessian(signs)) : null,
        };
        return closure is null || closure.Tight.Count > 0
            ? answer with { Kind = answer.Sample is null ? EquilibriumKind.Impossible : EquilibriumKind.None }
            : WithKind(answer, new LocalLoss(loss, pieces, closure.Point));
    }

    private static FaceAnswer WithKind(FaceAnswer answer, LocalLoss local)
    {
        var steepest = local.Steepest();
        var kind = steepest.Sign < 0
            ? !local.IsCritical ? EquilibriumKind.Passing
                : local.IsMaximum() ? EquilibriumKind.Maximum : EquilibriumKind.Saddle
            : answer.Closure!.Dimension == 0 && local.IsStrict() ? EquilibriumKind.StrictMinimum : EquilibriumKind.FlatMinimum;
        return answer with
        {
            Kind = kind,
            Local = local,
            Steepest = steepest,
            Spectrum = answer.Spectrum ?? (local.Hessian() is { } hessian ? SymmetricSpectrum.Of(hessian) : null),
        };
    }
}
