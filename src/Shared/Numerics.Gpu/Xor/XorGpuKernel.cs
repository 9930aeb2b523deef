using Farm.Studies.Xor;
using ILGPU;

namespace Farm.Numerics.Gpu.Xor;

/// <summary>
/// Trains one trial a thread; a thread whose trial has ended takes the next one that nobody has. The formulas are those of
/// the lanes, on one lane; starts are drawn in the loop of the epochs, so that a redraw costs the others an epoch at most.
/// </summary>
/// <remarks>
/// What is written is what <see cref="XorFinished"/> holds of a trial, in its rows, so that the host can measure it: which
/// thread computed it does not matter.
/// </remarks>
internal static class XorGpuKernel<TModel, TOptimizer>
    where TModel : struct, IXorModel
    where TOptimizer : struct, IXorGpuOptimizer
{
    /// <summary>What a thread does.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="key">Key of its random streams.</param>
    /// <param name="firstTrial">Trial of row 0.</param>
    /// <param name="next">One number: rows that were taken so far.</param>
    /// <param name="ends">Rows of <see cref="XorFinished"/>, each with a number a trial.</param>
    public static void Train(XorGpuCell cell, ulong key, long firstTrial, ArrayView<int> next, ArrayView<float> ends)
    {
        var count = ends.IntLength / XorFinished.Rows;
        var trial = default(XorGpuTrial);
        var row = Atomic.Add(ref next[0], 1);
        var redraws = 0;
        var hasStart = false;
        while (row < count)
        {
            if (!hasStart)
            {
                Draw(cell, key, (ulong)(firstTrial + row), (uint)redraws, out trial);
                var isAccepted = IsAccepted(cell, trial);
                redraws += isAccepted ? 0 : 1;
                if (!isAccepted && redraws <= XorHopeless.MostRedraws)
                {
                    continue;
                }

                // One redraw more than there may be: no start was accepted, and the host says so.
                hasStart = true;
                PutStart(ends, row, count, trial, redraws);
            }

            if (!GoesOnAfterEpoch(ref trial, cell))
            {
                PutEnd(ends, row, count, trial);
                row = Atomic.Add(ref next[0], 1);
                (redraws, hasStart) = (0, false);
            }
        }
    }

    private static void Draw(in XorGpuCell cell, ulong key, ulong trial, uint redraws, out XorGpuTrial start)
    {
        var word0 = GpuFloat.OfBits((uint)trial);
        var word1 = GpuFloat.OfBits((uint)(trial >> 32));
        var word2 = GpuFloat.OfBits(0);
        var word3 = GpuFloat.OfBits(redraws);
        Philox.Draw(key, ref word0, ref word1, ref word2, ref word3);
        var sigma = GpuFloat.Of(cell.Sigma);
        NormalPair.Of(word0, word1, out var x, out var y);
        NormalPair.Of(word2, word3, out var v, out var w);
        (x, y, v, w) = (sigma * x, sigma * y, sigma * v, sigma * w);
        if (cell.Init == XorGpuCell.Mirror)
        {
            (v, w) = (-x, -y);
        }

        var zero = GpuFloat.Of(0);
        start = new XorGpuTrial
        {
            First = XorGpuUnit.At(x, y, Bias(cell, x, y)),
            Second = XorGpuUnit.At(v, w, Bias(cell, v, w)),
            MeanWeight = zero,
            SquareWeight = zero,
            Best = GpuFloat.Of(float.PositiveInfinity),
            Epochs = zero,
            Stale = zero,
            Sum = zero,
        };
    }

    private static GpuFloat Bias(in XorGpuCell cell, GpuFloat x, GpuFloat y) => cell.Init == XorGpuCell.Sphere
        ? GpuFloat.Of(cell.Radius) * GpuFloat.SquareRoot(GpuFloat.FusedMultiplyAdd(x, x, y * y))
        : GpuFloat.Of(0);

    private static bool IsAccepted(in XorGpuCell cell, in XorGpuTrial start)
    {
        if (cell.Init != XorGpuCell.Live && cell.Init != XorGpuCell.Margin && cell.Init != XorGpuCell.Distance)
        {
            return true;
        }

        var (wx, wy, b) = (start.First.X, start.First.Y, start.First.B);
        var (vx, vy, c) = (start.Second.X, start.Second.Y, start.Second.B);
        var margin = GpuFloat.Of(cell.LeastMargin);
        if (cell.Init == XorGpuCell.Margin)
        {
            return GpuFloat.IsLess(margin, XorMargins.Activation<GpuFloat, TModel>(wx, wy, b, vx, vy, c));
        }

        var isLive = GpuFloat.Bits(XorMargins.IsLive<GpuFloat, TModel>(wx, wy, b, vx, vy, c)) != 0;
        return isLive && (cell.Init == XorGpuCell.Live
            || GpuFloat.IsLessOrEqual(margin, XorMargins.Distance<GpuFloat, TModel>(wx, wy, b, vx, vy, c)));
    }

    /// <summary>Loss, gradient, stop rules and update; whether another epoch follows.</summary>
    private static bool GoesOnAfterEpoch(ref XorGpuTrial trial, in XorGpuCell cell)
    {
        var slope = GpuFloat.Of(cell.Slope);
        XorNetwork.Preactivate(trial.First.X, trial.First.Y, trial.First.B, out var z0, out var z1, out var z2, out var z3);
        var (e0, e1) = (TModel.Activate(z0, slope), TModel.Activate(z1, slope));
        var (e2, e3) = (TModel.Activate(z2, slope), TModel.Activate(z3, slope));
        GpuFloat y0 = z0, y1 = z1, y2 = z2, y3 = z3;
        if (TModel.Units == 2)
        {
            XorNetwork.Preactivate(trial.Second.X, trial.Second.Y, trial.Second.B, out y0, out y1, out y2, out y3);
            (e0, e1) = (e0 + TModel.Activate(y0, slope), e1 + TModel.Activate(y1, slope));
            (e2, e3) = (e2 + TModel.Activate(y2, slope), e3 + TModel.Activate(y3, slope));
        }

        var one = GpuFloat.Of(1f);
        (e1, e2) = (e1 - one, e2 - one);
        var goesOn = GoesOn(ref trial, cell, XorNetwork.Sum(e0, e1, e2, e3));
        TOptimizer.Begin(ref trial, cell, out var rate, out var scale);
        Update(
            ref trial.First, cell, rate, scale, TModel.Backward(z0, e0, slope), TModel.Backward(z1, e1, slope),
            TModel.Backward(z2, e2, slope), TModel.Backward(z3, e3, slope));
        if (TModel.Units == 2)
        {
            Update(
                ref trial.Second, cell, rate, scale, TModel.Backward(y0, e0, slope), TModel.Backward(y1, e1, slope),
                TModel.Backward(y2, e2, slope), TModel.Backward(y3, e3, slope));
        }

        return goesOn;
    }

    private static bool GoesOn(ref XorGpuTrial trial, in XorGpuCell cell, GpuFloat sum)
    {
        var gain = trial.Best - sum;
        var least = GpuFloat.Of(cell.MinImprovementSum);
        var one = GpuFloat.Of(1f);
        trial.Stale = GpuFloat.IfLess(least, gain, GpuFloat.Of(0f), trial.Stale + one);
        trial.Best = GpuFloat.IfLess(least, gain, sum, trial.Best);
        trial.Epochs += one;
        trial.Sum = sum;
        return GpuFloat.IsLessOrEqual(GpuFloat.Of(cell.StopSum), sum)
            && GpuFloat.IsLessOrEqual(trial.Stale, GpuFloat.Of(cell.Patience))
            && GpuFloat.IsLess(trial.Epochs, GpuFloat.Of(cell.MaxEpochs));
    }

    private static void Update(
        ref XorGpuUnit unit, in XorGpuCell cell, GpuFloat rate, GpuFloat scale, GpuFloat h0, GpuFloat h1, GpuFloat h2, GpuFloat h3)
    {
        XorNetwork.Gradient(h0, h1, h2, h3, out var gx, out var gy, out var gb);
        unit.NoTorque = XorNetwork.CountNoTorque(unit.NoTorque, unit.X, unit.Y, gx, gy);
        TOptimizer.Update(ref unit, gx, gy, gb, cell, rate, scale);
    }

    private static void PutStart(ArrayView<float> ends, int row, int count, in XorGpuTrial trial, int redraws)
    {
        Put(ends, row, count, XorRows.Start, trial.First.X);
        Put(ends, row, count, XorRows.Start + 1, trial.First.Y);
        Put(ends, row, count, XorRows.Start + 2, trial.First.B);
        Put(ends, row, count, XorRows.Start + 3, trial.Second.X);
        Put(ends, row, count, XorRows.Start + 4, trial.Second.Y);
        Put(ends, row, count, XorRows.Start + 5, trial.Second.B);
        Put(ends, row, count, XorRows.Redraws, GpuFloat.Of(redraws));
    }

    private static void PutEnd(ArrayView<float> ends, int row, int count, in XorGpuTrial trial)
    {
        PutParameters(ends, row, count, 0, trial.First);
        PutParameters(ends, row, count, 3, trial.Second);
        Put(ends, row, count, XorRows.Epochs, trial.Epochs);
        Put(ends, row, count, XorRows.Stale, trial.Stale);
        Put(ends, row, count, XorRows.NoTorque, trial.First.NoTorque);
        Put(ends, row, count, XorRows.NoTorque + 1, trial.Second.NoTorque);
        Put(ends, row, count, XorRows.Sum, trial.Sum);
        if (TOptimizer.HasSquares)
        {
            PutAt(ends, row, count, XorFinished.FromSquares + 6, trial.MeanWeight);
            PutAt(ends, row, count, XorFinished.FromSquares + 7, trial.SquareWeight);
        }
    }

    private static void PutParameters(ArrayView<float> ends, int row, int count, int first, in XorGpuUnit unit)
    {
        PutAt(ends, row, count, first, unit.X);
        PutAt(ends, row, count, first + 1, unit.Y);
        PutAt(ends, row, count, first + 2, unit.B);
        if (TOptimizer.HasSquares)
        {
            PutAt(ends, row, count, XorFinished.FromSquares + first, unit.SquareX);
            PutAt(ends, row, count, XorFinished.FromSquares + first + 1, unit.SquareY);
            PutAt(ends, row, count, XorFinished.FromSquares + first + 2, unit.SquareB);
        }
    }

    /// <summary>A row of a group, as a finished trial keeps it.</summary>
    private static void Put(ArrayView<float> ends, int row, int count, int ofGroup, GpuFloat number) =>
        PutAt(ends, row, count, XorFinished.FromEpochs + ofGroup - XorRows.Epochs, number);

    private static void PutAt(ArrayView<float> ends, int row, int count, int index, GpuFloat number) =>
        ends[index * count + row] = number.Value;
}
