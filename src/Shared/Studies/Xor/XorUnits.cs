using Farm.Studies.Healing;

namespace Farm.Studies.Xor;

/// <summary>What the general loop asks of one unit and does to it.</summary>
/// <param name="cell">The cell.</param>
/// <param name="isAbsolute">Whether its units take absolute values.</param>
internal sealed class XorUnits(XorSettings cell, bool isAbsolute)
{
    private readonly HealingSettings healing = cell.Treatment!.General;

    /// <summary>w += α·g_t, or w += α‖w‖·u with u orthogonal to w; α signed.</summary>
    public static void Turn(XorLane lane, int unit, double turn, bool isNoise)
    {
        ref var wx = ref lane.Of(unit, XorRows.WeightX);
        ref var wy = ref lane.Of(unit, XorRows.WeightY);
        double x = wx, y = wy;
        var (towardsX, towardsY) = (-y, x);
        if (!isNoise)
        {
            // What is stored is twice the gradient.
            double gx = lane.Of(unit, XorRows.Gradient) / 2, gy = lane.Of(unit, XorRows.Gradient + 1) / 2;
            var along = (gx * x + gy * y) / (x * x + y * y);
            (towardsX, towardsY) = (gx - along * x, gy - along * y);
        }

        (wx, wy) = ((float)(x + turn * towardsX), (float)(y + turn * towardsY));
    }

    /// <summary>Whether a check finds the unit of no use: collapsed, or off on every point.</summary>
    public bool IsUseless(XorLane lane, int unit) =>
        ((healing.Targets & HealingTargets.Off) != 0 && IsOff(lane, unit))
        || ((healing.Targets & HealingTargets.Collapsed) != 0 && lane.Norm(unit) < healing.Norm && IsSink(lane, unit));

    /// <summary>Draws a unit anew by the start's law, or makes it 0; what the next update would move it by is forgotten.</summary>
    public void Replace(XorLane lane, int unit, bool isPruned, (float X, float Y) normals)
    {
        for (var row = 0; row < XorRows.OfUnit; row++)
        {
            lane.Of(unit, row) = 0;
        }

        if (!isPruned)
        {
            lane.Of(unit, XorRows.WeightX) = cell.Sigma * normals.X;
            lane.Of(unit, XorRows.WeightY) = cell.Sigma * normals.Y;
            lane.Of(unit, XorRows.Bias) = cell.Init == "sphere" ? cell.Radius * lane.WeightNorm(unit) : 0;
        }
    }

    /// <summary>The largest λ of the unit's block, of D^−½HD^−½ under Adam, and the η that goes with it.</summary>
    public double Largest(XorLane lane, int unit, out double rate)
    {
        Span<double> on = stackalloc double[4];
        for (var point = 0; point < 4; point++)
        {
            var slope = SlopeAt(lane, unit, point);
            on[point] = 0.5 * (slope * slope);
        }

        var trace = (on[0] + on[3]) + (on[1] + on[2]);
        var (dx, dy, db) = Scales(lane, unit);
        var xy = ((on[0] + on[3]) - (on[1] + on[2])) / Math.Sqrt((double)dx * dy);
        var xb = ((on[1] + on[3]) - (on[0] + on[2])) / Math.Sqrt((double)dx * db);
        var yb = ((on[2] + on[3]) - (on[0] + on[1])) / Math.Sqrt((double)dy * db);
        rate = -(double)cell.MinusRate;
        rate = cell.Optimizer == "adam" ? 2 * rate / ((1 - (double)cell.Beta1) * lane.At(XorRows.MeanWeight)) : rate;
        return LargestOfThree.Of(trace / dx, trace / dy, trace / db, xy, xb, yb);
    }

    private bool IsOff(XorLane lane, int unit)
    {
        for (var point = 0; point < 4; point++)
        {
            if (SlopeAt(lane, unit, point) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsSink(XorLane lane, int unit)
    {
        Span<float> on = stackalloc float[4];
        for (var point = 0; point < 4; point++)
        {
            var z = lane.PreActivation(unit, point);
            on[point] = (isAbsolute ? MathF.Abs(z) : z) > 0 ? 1 : 0;
        }

        var (dx, dy, db) = Scales(lane, unit);
        var factor = cell.Optimizer == "adam" ? lane.At(XorRows.MeanWeight) : 1;
        var slope = cell.Slope > 0 ? cell.Slope : lane.Healing(XorHealingRows.Slope + unit);
        return new XorSinks(cell.Borders, slope, factor, dx, dy, db, on).IsSink(healing.Types);
    }

    /// <summary>The activation's derivative.</summary>
    private double SlopeAt(XorLane lane, int unit, int point)
    {
        var z = lane.PreActivation(unit, point);
        return z > 0 ? 1
            : isAbsolute ? (z < 0 ? -1 : 0)
            : cell.Slope > 0 ? cell.Slope : lane.Healing(XorHealingRows.Slope + unit);
    }

    /// <summary>Adam's D = √v̂ + ε of each parameter after the updates so far; 1 under other rules.</summary>
    private (float X, float Y, float B) Scales(XorLane lane, int unit)
    {
        if (cell.Optimizer != "adam")
        {
            return (1, 1, 1);
        }

        var scale = 1 / lane.At(XorRows.SquareWeight);
        return (
            MathF.Sqrt(lane.Of(unit, XorRows.Square) * scale) + cell.Epsilon,
            MathF.Sqrt(lane.Of(unit, XorRows.Square + 1) * scale) + cell.Epsilon,
            MathF.Sqrt(lane.Of(unit, XorRows.Square + 2) * scale) + cell.Epsilon);
    }
}
