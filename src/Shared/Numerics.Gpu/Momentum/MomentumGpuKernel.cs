using ILGPU;

namespace Farm.Numerics.Gpu.Momentum;

/// <summary>
/// Follows one start a thread to its end, gradients in closed form; a thread whose trial has ended takes the next one that
/// nobody has.
/// </summary>
internal static class MomentumGpuKernel<TTarget>
    where TTarget : struct, ISingleReluTarget
{
    /// <summary>What a thread does.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="firstTrial">Trial of row 0.</param>
    /// <param name="next">One number: rows that were taken so far.</param>
    /// <param name="ends">w of every trial, then b of every trial.</param>
    /// <param name="steps">Steps of every trial; the negative number where the stop rule was not reached.</param>
    public static void Follow(
        MomentumGpuCell cell, long firstTrial, ArrayView<int> next, ArrayView<double> ends, ArrayView<int> steps)
    {
        var zero = GpuDouble.Of(0);
        var row = Atomic.Add(ref next[0], 1);
        var (w, b, momentumW, momentumB) = (zero, zero, zero, zero);
        var made = 0;

        // One loop, not one in another: threads that run together then never wait for the longest of their trials.
        while (row < steps.IntLength)
        {
            if (made == 0)
            {
                (w, b) = (cell.Coordinate((firstTrial + row) % cell.Side), cell.Coordinate((firstTrial + row) / cell.Side));
                (momentumW, momentumB) = (zero, zero);
            }

            var hasStopped = Step(cell, ref w, ref b, ref momentumW, ref momentumB);
            made++;
            if (hasStopped || made == cell.MostSteps)
            {
                ends[row] = w.Value;
                ends[steps.IntLength + row] = b.Value;
                steps[row] = hasStopped ? made : -made;
                row = Atomic.Add(ref next[0], 1);
                made = 0;
            }
        }
    }

    /// <summary><c>MomentumStep</c> on a thread's registers: the same operations in the same order.</summary>
    private static bool Step(
        in MomentumGpuCell cell, ref GpuDouble w, ref GpuDouble b, ref GpuDouble momentumW, ref GpuDouble momentumB)
    {
        TTarget.Gradient(cell.Problem, w, b, out var gradientW, out var gradientB);
        var (beta, rest) = (GpuDouble.Of(cell.Momentum), GpuDouble.Of(cell.Rest));
        momentumW = GpuDouble.FusedMultiplyAdd(beta, momentumW, rest * gradientW);
        momentumB = GpuDouble.FusedMultiplyAdd(beta, momentumB, rest * gradientB);
        var rate = GpuDouble.Of(-cell.Rate);
        w = GpuDouble.FusedMultiplyAdd(rate, momentumW, w);
        b = GpuDouble.FusedMultiplyAdd(rate, momentumB, b);
        var update = GpuDouble.FusedMultiplyAdd(momentumW, momentumW, momentumB * momentumB);
        var gradient = GpuDouble.FusedMultiplyAdd(gradientW, gradientW, gradientB * gradientB)
            * GpuDouble.Of(cell.GradientCounts);
        return GpuDouble.IsLess(GpuDouble.IfLess(update, gradient, gradient, update), GpuDouble.Of(cell.SmallSquare));
    }
}
