namespace Farm.Numerics;

/// <summary>What the classifier's types depend on, beside the unit. The defaults are the source's, but for those said to be ours.</summary>
public sealed record ClassifierSettings
{
    /// <summary>τ of the variants <c>fixed</c> and <c>span</c>.</summary>
    public double Tolerance { get; init; } = 0.01;

    /// <summary>ε_param: a sink with ‖θ‖ below is collapsed.</summary>
    public double LeastNorm { get; init; } = 1e-4;

    /// <summary>In <c>scaled</c>, λ below this share of tr(H)/r are flat and left out. Ours.</summary>
    public double FlatShare { get; init; } = 1e-3;

    /// <summary>A root nearer to −1 is a flip.</summary>
    public double FlipDistance { get; init; } = 0.01;

    /// <summary>ε_grad: the source flags a smaller gradient while the loss is above <see cref="LossFloor"/>.</summary>
    public double FlatGradient { get; init; } = 1e-6;

    /// <summary>ε_loss, which the source leaves open. Ours: 0.</summary>
    public double LossFloor { get; init; }

    /// <summary>ε_curv: the source flags a smaller least singular value of H.</summary>
    public double FlatCurvature { get; init; } = 1e-4;

    /// <summary>Most steps of the cheap check's Lanczos iteration. Ours.</summary>
    public int MostSteps { get; init; } = 12;

    /// <summary>The cheap check stops when its residual is at most this share of the eigenvalue. Ours.</summary>
    public double Residual { get; init; } = 0.01;

    /// <summary>
    /// Units of a tile that a <see cref="NetworkClassifier"/> looks at as one (<see cref="UnitTiles"/>); 1 looks at each.
    /// </summary>
    public int TileUnits { get; init; } = 1;
}
