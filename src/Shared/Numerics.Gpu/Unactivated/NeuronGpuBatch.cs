using ILGPU;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>Draws that are decided by one launch; its buffers are used again by the next.</summary>
internal sealed class NeuronGpuBatch(GpuDevice device)
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
    private readonly GpuBuffer<int> indices = device.Buffer<int>();
    private readonly GpuBuffer<int> exchanges = device.Buffer<int>();
    private int[] answers = [];
    private double[] numbers = [];
    private int count;

    /// <summary>Decides draws.</summary>
    /// <param name="cell">The cell, without memory.</param>
    /// <param name="firstTrial">Trial of row 0.</param>
    /// <param name="trials">How many.</param>
    public void Decide(NeuronGpuCell cell, long firstTrial, int trials)
    {
        count = trials;
        if (answers.Length < count)
        {
            (answers, numbers) = (new int[count], new double[NeuronGpuKernel.Numbers * count]);
        }

        var threads = Room(ref cell);
        decide(threads, cell, firstTrial, next.Put([0]), codes.View(count), found.View(NeuronGpuKernel.Numbers * count));
        codes.Get(answers.AsSpan(0, count));
        found.Get(numbers.AsSpan(0, NeuronGpuKernel.Numbers * count));
    }

    /// <summary>What the slopes of a row's draw say.</summary>
    public SlopeVerdict VerdictOf(int row) => (SlopeVerdict)(answers[row] & 3);

    /// <summary>Whether an input of its cloud activates it.</summary>
    public bool IsActive(int row) => (answers[row] & NeuronGpuKernel.Active) != 0;

    /// <summary>Its supremum; where the slopes are bounded.</summary>
    public Supremum SupremumOf(int row) => new(
        numbers[row], numbers[count + row], numbers[2 * count + row], (answers[row] & NeuronGpuKernel.Whole) != 0);

    /// <summary>Its c; where the slopes are bounded.</summary>
    public double BiasOf(int row) => numbers[3 * count + row];

    /// <summary>Gives a cell memory, for as many threads as find room.</summary>
    private KernelConfig Room(ref NeuronGpuCell cell)
    {
        var bytes = cell.RowCount * sizeof(double) + cell.IndexCount * sizeof(int);
        var all = device.ThreadsFor(count);
        var groups = (int)Math.Clamp(device.Facts.MemoryBytes / ShareOfMemory / ((long)bytes * all.GroupDim.X), 1, all.GridDim.X);
        groups = (int)Math.Clamp(int.MaxValue / ((long)cell.RowCount * all.GroupDim.X), 1, groups);
        var threads = groups * all.GroupDim.X;
        cell = cell with
        {
            Threads = threads,
            Rows = rows.View(cell.RowCount * threads),
            Indices = indices.View(Math.Max(1, cell.IndexCount * threads)),
            Exchanges = exchanges.Put(SortingNetwork.Exchanges(Math.Max(2, cell.HasLines ? cell.Units - cell.Chosen : 0))),
        };
        return new KernelConfig(groups, all.GroupDim.X);
    }
}
