using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Momentum;

/// <summary>What a step needs to know of its cell, as numbers.</summary>
/// <param name="Problem">γ and Δ.</param>
/// <param name="Momentum">β.</param>
/// <param name="Rest">1 − β.</param>
/// <param name="Rate">η.</param>
/// <param name="SmallSquare">Square of (tolerance/η): what squares of momentum and gradient must fall below.</param>
/// <param name="GradientCounts">1 where the gradient must be small too, else 0.</param>
internal readonly record struct MomentumConstants(
    SingleReluProblem Problem, double Momentum, double Rest, double Rate, double SmallSquare, double GradientCounts)
{
    /// <summary>Of a cell.</summary>
    public static MomentumConstants Of(in MomentumSettings settings)
    {
        var small = settings.Tolerance / settings.Rate;
        return new MomentumConstants(
            settings.Problem, settings.Momentum, 1 - settings.Momentum, settings.Rate, small * small,
            settings.StopsOnUpdateAlone ? 0 : 1);
    }
}

/// <summary>A step of a group of lanes: gradient, m ← βm + (1 − β)g, θ ← θ − ηm, and whether to stop after it.</summary>
internal static class MomentumStep
{
    /// <summary>Makes the step.</summary>
    /// <param name="group">First number of the group.</param>
    /// <param name="constants">The cell.</param>
    /// <returns>Bit i: lane i has reached its stop rule.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Make<T, TTarget>(ref double group, in MomentumConstants constants)
        where T : struct, IDoubleLanes<T>
        where TTarget : struct, ISingleReluTarget
    {
        var w = T.Load(ref Row<T>(ref group, MomentumRows.W));
        var b = T.Load(ref Row<T>(ref group, MomentumRows.B));
        TTarget.Gradient(constants.Problem, w, b, out var gradientW, out var gradientB);
        var (beta, rest) = (T.Of(constants.Momentum), T.Of(constants.Rest));
        var momentumW = T.Load(ref Row<T>(ref group, MomentumRows.MomentumW));
        var momentumB = T.Load(ref Row<T>(ref group, MomentumRows.MomentumB));
        momentumW = T.FusedMultiplyAdd(beta, momentumW, rest * gradientW);
        momentumB = T.FusedMultiplyAdd(beta, momentumB, rest * gradientB);
        T.Store(momentumW, ref Row<T>(ref group, MomentumRows.MomentumW));
        T.Store(momentumB, ref Row<T>(ref group, MomentumRows.MomentumB));
        var rate = T.Of(-constants.Rate);
        T.Store(T.FusedMultiplyAdd(rate, momentumW, w), ref Row<T>(ref group, MomentumRows.W));
        T.Store(T.FusedMultiplyAdd(rate, momentumB, b), ref Row<T>(ref group, MomentumRows.B));
        var update = T.FusedMultiplyAdd(momentumW, momentumW, momentumB * momentumB);
        var gradient = T.FusedMultiplyAdd(gradientW, gradientW, gradientB * gradientB) * T.Of(constants.GradientCounts);
        return T.BitsOfLess(T.IfLess(update, gradient, gradient, update), T.Of(constants.SmallSquare));
    }

    /// <summary>First lane of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref double Row<T>(ref double group, int row)
        where T : struct, IDoubleLanes<T> => ref Unsafe.Add(ref group, (nint)(row * T.Count));
}
