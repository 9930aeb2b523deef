using Farm.Domain;
using Farm.Studies;
using Farm.Studies.Momentum;
using ILGPU;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu.Momentum;

/// <summary>Runs cells of <c>momentum</c> on a device: a launch for all trials of a run; the host writes the columns.</summary>
internal sealed class MomentumGpuRunner(GpuDevice device) : ITrialRunner
{
    private readonly Dictionary<string, Follow> kernels = [];
    private readonly GpuBuffer<int> next = device.Buffer<int>();
    private readonly GpuBuffer<double> ends = device.Buffer<double>();
    private readonly GpuBuffer<int> steps = device.Buffer<int>();
    private readonly MomentumEnds found = new();
    private double[] numbers = [];
    private int[] made = [];

    /// <inheritdoc/>
    public int TrialsAtOnce => device.TrialsAtOnce;

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        if (columns.Rows == 0)
        {
            return;
        }

        var settings = new MomentumSettings(cell);
        var isAffine = settings.Model == "affine";
        var (rows, kind) = (columns.Rows, isAffine ? "affine" : settings.Target);
        var count = (isAffine ? AffineGpuKernel.Numbers : 2) * rows;
        if (numbers.Length < count || made.Length < rows)
        {
            (numbers, made) = (new double[count], new int[rows]);
        }

        if (!kernels.TryGetValue(kind, out var kernel))
        {
            kernels.Add(kind, kernel = Load(kind));
        }

        kernel(
            device.ThreadsFor(rows), new MomentumGpuCell(settings), columns.FirstTrial, next.Put([0]), ends.View(count), steps.View(rows));
        ends.Get(numbers.AsSpan(0, count));
        steps.Get(made.AsSpan(0, rows));
        found.Begin(rows);
        if (isAffine)
        {
            AffineMeasures.Write(settings, found, columns, TrialOf);
            return;
        }

        for (var row = 0; row < rows; row++)
        {
            found.Set(row, numbers[row], numbers[rows + row], across: 0, Math.Abs(made[row]), made[row] > 0);
        }

        MomentumMeasures.Write(settings, found, columns);

        AffineTrial TrialOf(int row) => new(
            numbers[row], numbers[rows + row], Math.Abs(made[row]), made[row] > 0, numbers[2 * rows + row],
            (numbers[3 * rows + row], numbers[4 * rows + row], numbers[5 * rows + row]),
            (numbers[6 * rows + row], numbers[7 * rows + row]));
    }

    private Follow Load(string kind) => new(
        device.Accelerator.LoadStreamKernel<MomentumGpuCell, long, ArrayView<int>, ArrayView<double>, ArrayView<int>>(
            kind switch
            {
                "affine" => AffineGpuKernel.Follow,
                "relu" => MomentumGpuKernel<ReluTarget>.Follow,
                _ => MomentumGpuKernel<LinearTarget>.Follow,
            }));

    private delegate void Follow(
        KernelConfig threads, MomentumGpuCell cell, long firstTrial, ArrayView<int> next, ArrayView<double> ends, ArrayView<int> steps);
}
