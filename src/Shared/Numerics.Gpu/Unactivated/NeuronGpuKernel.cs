using Farm.Studies.Unactivated;
using ILGPU;

namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>Decides draws, one a thread; a thread that is done takes the next draw that nobody has.</summary>
internal static class NeuronGpuKernel
{
    /// <summary>Numbers of a draw: value, low, high, c.</summary>
    public const int Numbers = 4;

    /// <summary>Bit of a draw's code: an input of the cloud activates it.</summary>
    public const int Active = 4;

    /// <summary>Bit of a draw's code: every vertex was looked at.</summary>
    public const int Whole = 8;

    /// <summary>What a thread does.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="firstTrial">Trial of row 0.</param>
    /// <param name="next">One number: rows that were taken so far.</param>
    /// <param name="codes">Of every draw its <see cref="SlopeVerdict"/> and bits.</param>
    /// <param name="found">Each of the numbers, of every draw; they mean nothing but where slopes are bounded.</param>
    public static void Decide(
        NeuronGpuCell cell, long firstTrial, ArrayView<int> next, ArrayView<int> codes, ArrayView<double> found)
    {
        var thread = new NeuronThread(ILGPU.Grid.GlobalIndex.X);
        var count = codes.IntLength;
        for (var row = Atomic.Add(ref next[0], 1); row < count; row = Atomic.Add(ref next[0], 1))
        {
            var trial = firstTrial + row;
            thread.Draw(cell, UnactivatedStreams.Slopes, trial, 0, cell.Offsets, cell.Normal != 0);
            var code = 0;
            if (cell.Cloud > 0)
            {
                DrawOffsets(cell, thread, trial);
                code = thread.IsActive(cell, trial) ? Active : 0;
            }

            codes[row] = code | (cell.HasTest != 0 ? Test(cell, thread, trial, row, count, found) : (int)SlopeVerdict.Undecided);
        }
    }

    private static int Test(
        in NeuronGpuCell cell, NeuronThread thread, long trial, int row, int count, ArrayView<double> found)
    {
        var (line, arrangement) = (new LineThread(thread), new ArrangementThread(thread));
        GpuDouble slope = GpuDouble.Of(0), size = slope;
        var verdict = cell.Units < cell.Inputs ? OfOrthant(cell, thread)
            : cell.Inputs == 1 ? line.Slopes(cell, out slope, out size)
            : arrangement.Slopes(cell);
        if (verdict != (int)SlopeVerdict.Bounded)
        {
            return verdict;
        }

        DrawOffsets(cell, thread, trial);
        var bias = thread.Get(cell, cell.Offsets + cell.Units);
        var limit = cell.Smoothed != 0 ? GpuDouble.Of(cell.SmoothedLimit) : -bias / GpuDouble.Of(cell.Factor);
        var supremum = default(GpuSupremum);
        supremum.Clear();
        if (cell.Units < cell.Inputs)
        {
            (supremum.Value, supremum.Low, supremum.High) = (GpuDouble.Of(0), GpuDouble.Of(0), GpuDouble.Of(0));
        }
        else if (cell.Inputs == 1)
        {
            line.Values(cell, limit, slope, size, ref supremum);
        }
        else
        {
            arrangement.Values(cell, limit, ref supremum);
        }

        found[row] = supremum.Value.Value;
        found[count + row] = supremum.Low.Value;
        found[2 * count + row] = supremum.High.Value;
        found[3 * count + row] = bias.Value;
        return verdict | (supremum.IsWhole != 0 ? Whole : 0);
    }

    private static void DrawOffsets(in NeuronGpuCell cell, NeuronThread thread, long trial) =>
        thread.Draw(cell, UnactivatedStreams.Offsets, trial, cell.Offsets, cell.Units + 1, cell.Normal != 0);

    /// <summary>With fewer units than inputs the first layer reaches every point of the orthant.</summary>
    private static int OfOrthant(in NeuronGpuCell cell, NeuronThread thread)
    {
        for (var unit = 0; unit < cell.Units; unit++)
        {
            if (GpuDouble.IsLessOrEqual(GpuDouble.Of(0), thread.Get(cell, unit)))
            {
                return (int)SlopeVerdict.Unbounded;
            }
        }

        return (int)SlopeVerdict.Bounded;
    }
}
