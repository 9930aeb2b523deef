using System.Runtime.InteropServices;
using Farm.Numerics;

namespace Farm.Coordinator.Reports.Momentum;

/// <summary>The study's closed forms for single points, where a page draws a formula and not trials.</summary>
internal static class MomentumFormulas
{
    /// <summary>The gradient at a point; of the affine model where there is no target.</summary>
    /// <param name="target">Axis <c>target</c>; null for the affine model.</param>
    /// <param name="problem">γ and Δ.</param>
    /// <param name="w">The weight.</param>
    /// <param name="b">The bias.</param>
    public static (double W, double B) Gradient(string? target, in SingleReluProblem problem, double w, double b)
    {
        if (target is null)
        {
            return (w - problem.Gamma, b - problem.Delta);
        }

        DoubleLanes128 ofW, ofB;
        if (target == "relu")
        {
            ReluTarget.Gradient(problem, DoubleLanes128.Of(w), DoubleLanes128.Of(b), out ofW, out ofB);
        }
        else
        {
            LinearTarget.Gradient(problem, DoubleLanes128.Of(w), DoubleLanes128.Of(b), out ofW, out ofB);
        }

        return (First(ofW), First(ofB));
    }

    /// <summary>b/|w| at each step of a path, from its start on, at most ±38.</summary>
    public static IEnumerable<double> Ratios(
        string? target, SingleReluProblem problem, HeavyBall ball, (double W, double B) start, int steps)
    {
        var (w, b, momentumW, momentumB) = (start.W, start.B, 0.0, 0.0);
        for (var step = 0; step <= steps; step++)
        {
            yield return Math.Clamp(b / Math.Max(Math.Abs(w), 1e-300), -SingleRelu.FarthestRatio, SingleRelu.FarthestRatio);
            var gradient = Gradient(target, problem, w, b);
            momentumW = ball.Momentum * momentumW + (1 - ball.Momentum) * gradient.W;
            momentumB = ball.Momentum * momentumB + (1 - ball.Momentum) * gradient.B;
            (w, b) = (w - ball.Rate * momentumW, b - ball.Rate * momentumB);
        }
    }

    private static double First(DoubleLanes128 lanes)
    {
        Span<double> numbers = stackalloc double[DoubleLanes128.Count];
        DoubleLanes128.Store(lanes, ref MemoryMarshal.GetReference(numbers));
        return numbers[0];
    }
}
