using Farm.Studies.Momentum;
using ILGPU;

namespace Farm.Numerics.Gpu.Momentum;

/// <summary><see cref="AffineTrial"/> on threads: the same operations in the same order.</summary>
internal static class AffineGpuKernel
{
    /// <summary>Numbers of a trial: w, b, the smallest ratio, and the five sums of the fit.</summary>
    public const int Numbers = 8;

    /// <summary>What a thread does.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="firstTrial">Trial of row 0.</param>
    /// <param name="next">One number: rows that were taken so far.</param>
    /// <param name="ends">Each of the numbers, of every trial.</param>
    /// <param name="steps">Steps of every trial; the negative number where the stop rule was not reached.</param>
    public static void Follow(
        MomentumGpuCell cell, long firstTrial, ArrayView<int> next, ArrayView<double> ends, ArrayView<int> steps)
    {
        var count = steps.IntLength;
        var row = Atomic.Add(ref next[0], 1);
        var trial = default(AffineGpuTrial);
        var made = 0;
        while (row < count)
        {
            if (made == 0)
            {
                trial = new AffineGpuTrial(
                    cell, cell.Coordinate((firstTrial + row) % cell.Side), cell.Coordinate((firstTrial + row) / cell.Side));
            }

            var hasStopped = trial.Step(cell, isFitted: made is > 0 and < AffineTrial.FittedSteps);
            made++;
            if (hasStopped || made == cell.MostSteps)
            {
                Put(cell, trial, ends, row, count);
                steps[row] = hasStopped ? made : -made;
                row = Atomic.Add(ref next[0], 1);
                made = 0;
            }
        }
    }

    private static void Put(in MomentumGpuCell cell, in AffineGpuTrial trial, ArrayView<double> ends, int row, int count)
    {
        ends[row] = (GpuDouble.Of(cell.Problem.Gamma) + trial.A).Value;
        ends[count + row] = (GpuDouble.Of(cell.Problem.Delta) + trial.C).Value;
        ends[2 * count + row] = trial.LeastRatio.Value;
        ends[3 * count + row] = trial.Xx.Value;
        ends[4 * count + row] = trial.Xy.Value;
        ends[5 * count + row] = trial.Yy.Value;
        ends[6 * count + row] = trial.Xz.Value;
        ends[7 * count + row] = trial.Yz.Value;
    }
}

/// <summary>A trial of the affine model in a thread's registers.</summary>
internal struct AffineGpuTrial
{
    /// <summary>w − γ.</summary>
    public GpuDouble A;

    /// <summary>b − Δ.</summary>
    public GpuDouble C;

    /// <summary>Smallest b/|w| so far.</summary>
    public GpuDouble LeastRatio;

    /// <summary>Sum of the fit's x².</summary>
    public GpuDouble Xx;

    /// <summary>Sum of the fit's xy.</summary>
    public GpuDouble Xy;

    /// <summary>Sum of the fit's y².</summary>
    public GpuDouble Yy;

    /// <summary>Sum of the fit's xz.</summary>
    public GpuDouble Xz;

    /// <summary>Sum of the fit's yz.</summary>
    public GpuDouble Yz;

    private GpuDouble momentumA;
    private GpuDouble momentumC;
    private GpuDouble beforeA;
    private GpuDouble beforeC;

    /// <summary>A trial at its start.</summary>
    public AffineGpuTrial(in MomentumGpuCell cell, GpuDouble w, GpuDouble b)
    {
        var zero = GpuDouble.Of(0);
        A = w - GpuDouble.Of(cell.Problem.Gamma);
        C = b - GpuDouble.Of(cell.Problem.Delta);
        LeastRatio = RatioOf(w, b);
        (Xx, Xy, Yy, Xz, Yz) = (zero, zero, zero, zero, zero);
        (momentumA, momentumC, beforeA, beforeC) = (zero, zero, zero, zero);
    }

    /// <summary>Makes a step, and says whether the stop rule is reached.</summary>
    public bool Step(in MomentumGpuCell cell, bool isFitted)
    {
        var gradient = A * A + C * C;
        var (beta, rest, rate) = (GpuDouble.Of(cell.Momentum), GpuDouble.Of(cell.Rest), GpuDouble.Of(cell.Rate));
        momentumA = beta * momentumA + rest * A;
        momentumC = beta * momentumC + rest * C;
        var (nextA, nextC) = (A - rate * momentumA, C - rate * momentumC);
        if (isFitted)
        {
            Fit(beforeA, A, nextA);
            Fit(beforeC, C, nextC);
        }

        (beforeA, beforeC, A, C) = (A, C, nextA, nextC);
        LeastRatio = Smaller(LeastRatio, RatioOf(GpuDouble.Of(cell.Problem.Gamma) + A, GpuDouble.Of(cell.Problem.Delta) + C));
        var update = momentumA * momentumA + momentumC * momentumC;
        var small = GpuDouble.Of(cell.SmallSquare);
        return GpuDouble.IsLess(update, small) && GpuDouble.IsLess(gradient * GpuDouble.Of(cell.GradientCounts), small);
    }

    /// <summary><see cref="AffineTrial.RatioOf"/>.</summary>
    private static GpuDouble RatioOf(GpuDouble w, GpuDouble b)
    {
        var (low, high) = (GpuDouble.Of(-SingleRelu.FarthestRatio), GpuDouble.Of(SingleRelu.FarthestRatio));
        var t = b / GpuDouble.Abs(w);
        t = GpuDouble.IfLess(high, t, high, t);

        // Not a number is below as well.
        return GpuDouble.IfLessOrEqual(low, t, t, low);
    }

    /// <summary>The smaller of two numbers; −0 of two zeros, as <see cref="Math.Min(double, double)"/> has it.</summary>
    private static GpuDouble Smaller(GpuDouble a, GpuDouble b) => GpuDouble.IfLess(
        b, a, b, GpuDouble.Select(GpuDouble.Equal(a, b), a | b, a));

    private void Fit(GpuDouble before, GpuDouble now, GpuDouble next)
    {
        var (x, y) = (now, -before);
        Xx += x * x;
        Xy += x * y;
        Yy += y * y;
        Xz += x * next;
        Yz += y * next;
    }
}
