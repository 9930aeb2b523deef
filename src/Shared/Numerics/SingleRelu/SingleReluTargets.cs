using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>
/// Gradient and loss of a single ReLU in closed form: L = ½·E[(relu(wx + b) − y)²] over standard normal x, inputs that do
/// not activate it included.
/// </summary>
public interface ISingleReluTarget
{
    /// <summary>∂L/∂w and ∂L/∂b of each lane.</summary>
    static abstract void Gradient<T>(in SingleReluProblem problem, T w, T b, out T gradientW, out T gradientB)
        where T : struct, IDoubleLanes<T>;

    /// <summary>L of each lane, at least 0.</summary>
    static abstract T Loss<T>(in SingleReluProblem problem, T w, T b)
        where T : struct, IDoubleLanes<T>;
}

/// <summary>y = γx + Δ, with which the source replaces the target that a ReLU can reach.</summary>
/// <remarks>
/// With a = w − γ, c = b − Δ: ∂L/∂w = aΦ(t) + ρ(c − ρat)φ(t), ∂L/∂b = ρaφ(t) + cΦ(t), the source's equations 31 and 32.
/// </remarks>
public readonly struct LinearTarget : ISingleReluTarget
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gradient<T>(in SingleReluProblem problem, T w, T b, out T gradientW, out T gradientB)
        where T : struct, IDoubleLanes<T>
    {
        var moments = SingleRelu.Moments(w, b, out _);
        var (a, c) = (w - T.Of(problem.Gamma), b - T.Of(problem.Delta));
        gradientW = T.FusedMultiplyAdd(a, moments.Second, c * moments.First);
        gradientB = T.FusedMultiplyAdd(a, moments.First, c * moments.Zeroth);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Loss<T>(in SingleReluProblem problem, T w, T b)
        where T : struct, IDoubleLanes<T>
    {
        var (gamma, delta) = (T.Of(problem.Gamma), T.Of(problem.Delta));
        var on = SingleRelu.Moments(w, b, out var t);
        var offZeroth = NormalLaw.Of(-t, out _);
        var offSecond = T.FusedMultiplyAdd(t, on.Density, offZeroth);
        var (a, c) = (w - gamma, b - delta);
        var active = a * a * on.Second + T.Of(2) * a * c * on.First + c * c * on.Zeroth;
        var silent = gamma * gamma * offSecond - T.Of(2) * gamma * delta * on.First + delta * delta * offZeroth;
        return T.Of(0.5) * T.Positive(active + silent);
    }
}

/// <summary>y = relu(γx + Δ), which the unit can reach.</summary>
/// <remarks>
/// ∂L/∂w = w·m₂ + b·m₁ − γ·q₂ − Δ·q₁, ∂L/∂b = w·m₁ + b·m₀ − γ·q₁ − Δ·q₀, with the moments m of x where the unit is active
/// and q where the target is too: of x above −min(t, s) for w ≥ 0, of x in (−s, t) for w below 0, s = Δ/γ. Near t = −s the
/// latter is a difference, right to 1e-9 of its parts.
/// </remarks>
public readonly struct ReluTarget : ISingleReluTarget
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gradient<T>(in SingleReluProblem problem, T w, T b, out T gradientW, out T gradientB)
        where T : struct, IDoubleLanes<T>
    {
        var (gamma, delta) = (T.Of(problem.Gamma), T.Of(problem.Delta));
        var on = SingleRelu.Moments(w, b, out var t);
        Both(problem, w, t, on, out var zeroth, out var first, out var second);
        var ofModel = T.FusedMultiplyAdd(w, on.Second, b * on.First);
        gradientW = ofModel - T.FusedMultiplyAdd(gamma, second, delta * first);
        ofModel = T.FusedMultiplyAdd(w, on.First, b * on.Zeroth);
        gradientB = ofModel - T.FusedMultiplyAdd(gamma, first, delta * zeroth);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Loss<T>(in SingleReluProblem problem, T w, T b)
        where T : struct, IDoubleLanes<T>
    {
        var (gamma, delta) = (T.Of(problem.Gamma), T.Of(problem.Delta));
        var on = SingleRelu.Moments(w, b, out var t);
        Both(problem, w, t, on, out var zeroth, out var first, out var second);
        var square = w * w * on.Second + T.Of(2) * w * b * on.First + b * b * on.Zeroth;
        var product = w * gamma * second + (w * delta + b * gamma) * first + b * delta * zeroth;
        return T.Of(0.5) * T.Positive(square - T.Of(2) * product + T.Of(problem.TargetSquare));
    }

    /// <summary>The moments of x where both the unit and the target are active.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Both<T>(
        in SingleReluProblem problem, T w, T t, in ActiveMoments<T> on, out T zeroth, out T first, out T second)
        where T : struct, IDoubleLanes<T>
    {
        var (s, none) = (T.Of(problem.Border), T.Of(0));
        zeroth = T.IfLess(t, s, on.Zeroth, T.Of(problem.Law));
        first = T.IfLess(t, s, on.Density, T.Of(problem.Density));
        second = T.IfLess(t, s, on.Second, T.Of(problem.Second));
        zeroth = T.IfLess(w, none, T.IfLess(-s, t, on.Zeroth - T.Of(problem.OppositeLaw), none), zeroth);
        first = T.IfLess(w, none, T.IfLess(-s, t, T.Of(problem.Density) - on.Density, none), first);
        second = T.IfLess(w, none, T.IfLess(-s, t, on.Second - T.Of(problem.OppositeSecond), none), second);
    }
}
