using Farm.Domain;
using Farm.Studies;
using Farm.Studies.Unactivated;
using ILGPU;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>Runs cells of <c>unactivated</c> on a device: a launch for all draws of a run; the host compares and writes.</summary>
internal sealed class UnactivatedGpuRunner(GpuDevice device) : ITrialRunner
{
    /// <summary>Share of the device's memory that threads' rows may take.</summary>
    private const int ShareOfMemory = 4;

    private readonly Action<KernelConfig, NeuronGpuCell, long, ArrayView<int>, ArrayView<int>, ArrayView<double>> decide =
        device.Accelerator.LoadStreamKernel<NeuronGpuCell, long, ArrayView<int>, ArrayView<int>, ArrayView<double>>(
            NeuronGpuKernel.Decide);

    private readonly GpuBuffer<int> next = device.Buffer<int>();
    private readonly GpuBuffer<int> codes = device.Buffer<int>();
    private readonly GpuBuffer<double> found = device.Buffer<double>();
    private readonly GpuBuffer<double> rows = device.Buffer<double>();
    private int[] answers = [];
    private double[] numbers = [];

    /// <inheritdoc/>
    public int TrialsAtOnce => device.TrialsAtOnce;

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        if (columns.Rows == 0)
        {
            return;
        }

        var settings = new UnactivatedSettings(cell);
        var count = columns.Rows;
        if (answers.Length < count)
        {
            (answers, numbers) = (new int[count], new double[NeuronGpuKernel.Numbers * count]);
        }

        var (threads, of) = Of(settings, cell.StreamKey(seed), count);
        decide(threads, of, columns.FirstTrial, next.Put([0]), codes.View(count), found.View(NeuronGpuKernel.Numbers * count));
        codes.Get(answers.AsSpan(0, count));
        found.Get(numbers.AsSpan(0, NeuronGpuKernel.Numbers * count));
        if (settings.Estimator == "sampled")
        {
            WriteSampled(settings, columns);
        }
        else
        {
            WriteExact(settings, columns);
        }
    }

    /// <summary>A cell's numbers, and as many threads as find room for their rows.</summary>
    private (KernelConfig Threads, NeuronGpuCell Cell) Of(UnactivatedSettings settings, ulong key, int count)
    {
        var isSmoothed = settings.Estimator == "smoothed";
        var cell = new NeuronGpuCell
        {
            Key = key,
            Inputs = settings.Inputs,
            Units = settings.Units,
            Normal = settings.Law == SymmetricLaw.Normal ? 1 : 0,
            Factor = settings.FirstFactor,
            Smoothed = isSmoothed ? 1 : 0,
            SmoothedLimit = isSmoothed ? NeuronTest.SmoothedLimit(settings) : 0,
            HasTest = NeuronTest.IsFeasible(settings) ? 1 : 0,
            Cloud = settings.Estimator == "sampled" ? settings.Cloud : 0,
            Spread = settings.Estimator == "sampled" ? settings.Spread : 0,
        };
        var bytes = cell.RowCount * sizeof(double);
        var all = device.ThreadsFor(count);
        var groups = (int)Math.Clamp(device.Facts.MemoryBytes / ShareOfMemory / ((long)bytes * all.GroupDim.X), 1, all.GridDim.X);
        groups = (int)Math.Clamp(int.MaxValue / ((long)cell.RowCount * all.GroupDim.X), 1, groups);
        var threads = groups * all.GroupDim.X;
        return (new KernelConfig(groups, all.GroupDim.X), cell with
        {
            Threads = threads,
            Rows = rows.View(cell.RowCount * threads),
        });
    }

    private NeuronAnswer AnswerOf(int row, int count, UnactivatedSettings settings)
    {
        var verdict = (SlopeVerdict)(answers[row] & 3);
        if (verdict != SlopeVerdict.Bounded)
        {
            return verdict == SlopeVerdict.Unbounded ? NeuronAnswer.Unbounded : new NeuronAnswer(false, true, 0);
        }

        var supremum = new Supremum(
            numbers[row], numbers[count + row], numbers[2 * count + row], (answers[row] & NeuronGpuKernel.Whole) != 0);
        return settings.Estimator == "smoothed"
            ? NeuronTest.Smoothed(settings, supremum)
            : NeuronTest.Exact(-numbers[3 * count + row] / settings.FirstFactor, supremum);
    }

    private void WriteExact(UnactivatedSettings settings, TrialColumns columns)
    {
        var writer = new ExactColumns(columns);
        for (var row = 0; row < columns.Rows; row++)
        {
            writer.Write(row, AnswerOf(row, columns.Rows, settings), weight: 1);
        }
    }

    private void WriteSampled(UnactivatedSettings settings, TrialColumns columns)
    {
        var writer = new SampledColumns(columns);
        var hasTest = NeuronTest.IsFeasible(settings);
        for (var row = 0; row < columns.Rows; row++)
        {
            writer.Write(
                row, (answers[row] & NeuronGpuKernel.Active) == 0, hasTest ? AnswerOf(row, columns.Rows, settings) : null);
        }
    }
}
