using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Which corners of the square have a target other than 0.</summary>
internal interface ICornerTargets
{
    /// <summary>Whether (−1, −1) or (1, 1) has.</summary>
    static abstract bool HasOuter { get; }
}

/// <summary>All may have.</summary>
internal readonly struct FourTargets : ICornerTargets
{
    /// <inheritdoc/>
    public static bool HasOuter => true;
}

/// <summary>Only (1, −1) and (−1, 1) have, as in XOR.</summary>
internal readonly struct InnerTargets : ICornerTargets
{
    /// <inheritdoc/>
    public static bool HasOuter => false;
}

/// <summary>f = |w·x + b| on the corners (−1, −1), (1, −1), (−1, 1), (1, 1) of the square, without tangents.</summary>
/// <remarks>
/// Σ x̃x̃ᵀ over the corners is 4I and |z|' |z| = z, so that a step is θ ← (1 − 4r)θ + rΣ y_i sgn(z_i)·x̃_i with r = 2η/4: two
/// signs, seven sums and three fused operations where only two targets are not 0, instead of four forward and backward
/// passes. Algebra of the same step; rounding differs from the plain formula's.
/// </remarks>
internal sealed class CornerAbsKernel<T, TTargets>(OrbitProblem problem, IOrbitKernel tangents) : IOrbitKernel
    where T : struct, IDoubleLanes<T>
    where TTargets : struct, ICornerTargets
{
    private static readonly double[] corners = [-1, -1, 1, -1, -1, 1, 1, 1];

    private readonly double keep = 1 - 4 * problem.Factor;
    private readonly double[] pulls = [.. problem.Targets.Select(y => problem.Factor * y)];

    /// <inheritdoc/>
    public int Exponents => tangents.Exponents;

    /// <summary>Whether a problem is this kernel's.</summary>
    public static bool Is(OrbitProblem problem) =>
        problem.Model is { Slope: -1, Inputs: 2, Units: 1, HasBias: true, IsDeep: false }
        && problem.Points.AsSpan().SequenceEqual(corners)
        && (TTargets.HasOuter || (problem.Targets[0] == 0 && problem.Targets[3] == 0));

    /// <inheritdoc/>
    public void Begin() => tangents.Begin();

    /// <inheritdoc/>
    public void Advance(Span<double> states, int steps, Span<double> growth) => tangents.Advance(states, steps, growth);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Advance(Span<double> states, int steps)
    {
        for (var at = 0; at < IOrbitKernel.Lanes; at += 4 * T.Count)
        {
            Advance(ref states[at], steps);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Advance(ref double states, int steps)
    {
        var a = T.Of(keep);
        var pulls = (T.Of(this.pulls[0]), T.Of(this.pulls[1]), T.Of(this.pulls[2]), T.Of(this.pulls[3]));
        var (u0, v0, b0) = Load(ref states, 0);
        var (u1, v1, b1) = Load(ref states, T.Count);
        var (u2, v2, b2) = Load(ref states, 2 * T.Count);
        var (u3, v3, b3) = Load(ref states, 3 * T.Count);
        for (var step = 0; step < steps; step++)
        {
            Next(ref u0, ref v0, ref b0, a, pulls);
            Next(ref u1, ref v1, ref b1, a, pulls);
            Next(ref u2, ref v2, ref b2, a, pulls);
            Next(ref u3, ref v3, ref b3, a, pulls);
        }

        Store((u0, v0, b0), ref states, 0);
        Store((u1, v1, b1), ref states, T.Count);
        Store((u2, v2, b2), ref states, 2 * T.Count);
        Store((u3, v3, b3), ref states, 3 * T.Count);
    }

    private static (T U, T V, T B) Load(ref double states, int at) => (
        OrbitRow.Load<T>(ref states, at),
        OrbitRow.Load<T>(ref states, at + IOrbitKernel.Lanes),
        OrbitRow.Load<T>(ref states, at + 2 * IOrbitKernel.Lanes));

    private static void Store((T U, T V, T B) theta, ref double states, int at)
    {
        OrbitRow.Store(theta.U, ref states, at);
        OrbitRow.Store(theta.V, ref states, at + IOrbitKernel.Lanes);
        OrbitRow.Store(theta.B, ref states, at + 2 * IOrbitKernel.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(ref T u, ref T v, ref T b, T a, (T C0, T C1, T C2, T C3) pulls)
    {
        var across = u - v;
        var t1 = Pull(b + across, pulls.C1);
        var t2 = Pull(b - across, pulls.C2);
        var (turn, lift) = (t1 - t2, t1 + t2);
        if (!TTargets.HasOuter)
        {
            u = T.FusedMultiplyAdd(a, u, turn);
            v = T.FusedMultiplyAdd(a, v, -turn);
            b = T.FusedMultiplyAdd(a, b, lift);
            return;
        }

        var along = u + v;
        var t0 = Pull(b - along, pulls.C0);
        var t3 = Pull(b + along, pulls.C3);
        var push = t3 - t0;
        u = T.FusedMultiplyAdd(a, u, push + turn);
        v = T.FusedMultiplyAdd(a, v, push - turn);
        b = T.FusedMultiplyAdd(a, b, lift + (t3 + t0));
    }

    /// <summary>The pull with z's sign; none at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Pull(T z, T pull) => T.IfLess(T.Of(0), z, pull, T.IfLess(z, T.Of(0), -pull, T.Of(0)));
}
