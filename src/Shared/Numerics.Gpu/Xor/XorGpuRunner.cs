using Farm.Domain;
using Farm.Studies;
using Farm.Studies.Xor;
using ILGPU;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu.Xor;

/// <summary>Runs cells of <c>xor</c> on a device: a launch for all trials of a run, and the host's own measuring of their ends.</summary>
internal sealed class XorGpuRunner(GpuDevice device, LaneWidth width) : ITrialRunner
{
    private readonly Dictionary<XorKernelKind, Kind> kinds = [];
    private readonly GpuBuffer<int> next = device.Buffer<int>();
    private readonly GpuBuffer<float> ends = device.Buffer<float>();
    private float[] read = [];

    /// <inheritdoc/>
    public int TrialsAtOnce => device.TrialsAtOnce;

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        if (columns.Rows == 0)
        {
            return;
        }

        var settings = new XorSettings(cell);
        var kind = KindOf(XorKernelKind.Of(settings));
        var count = XorFinished.Rows * columns.Rows;
        if (read.Length < count)
        {
            read = new float[count];
        }

        kind.Train(
            device.ThreadsFor(columns.Rows),
            new XorGpuCell(settings),
            cell.StreamKey(seed),
            columns.FirstTrial,
            next.Put([0]),
            ends.View(count));
        ends.Get(read.AsSpan(0, count));
        kind.Meter.Measure(settings, read.AsSpan(0, count), columns);
    }

    private Kind KindOf(XorKernelKind kind)
    {
        if (!kinds.TryGetValue(kind, out var known))
        {
            kinds.Add(kind, known = new(LoaderOf(kind), XorMeters.Create(width, kind)));
        }

        return known;
    }

    private XorTraining LoaderOf(XorKernelKind kind) => (kind.Model, kind.IsLeaky) switch
    {
        ("relu-pair", false) => Load<ReluModel<TwoUnits>>(kind.Optimizer),
        ("relu-pair", true) => Load<LeakyModel<TwoUnits>>(kind.Optimizer),
        ("relu", false) => Load<ReluModel<OneUnit>>(kind.Optimizer),
        ("relu", true) => Load<LeakyModel<OneUnit>>(kind.Optimizer),
        ("abs", _) => Load<AbsModel>(kind.Optimizer),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such model."),
    };

    private XorTraining Load<TModel>(string optimizer)
        where TModel : struct, IXorModel => optimizer switch
        {
            "adam" => Load<TModel, AdamOnGpu>(),
            "gradient-descent" => Load<TModel, GradientDescentOnGpu>(),
            "heavy-ball" => Load<TModel, HeavyBallOnGpu>(),
            _ => throw new ArgumentOutOfRangeException(nameof(optimizer), optimizer, "No such optimiser."),
        };

    private XorTraining Load<TModel, TOptimizer>()
        where TModel : struct, IXorModel
        where TOptimizer : struct, IXorGpuOptimizer => new(
            device.Accelerator.LoadStreamKernel<XorGpuCell, ulong, long, ArrayView<int>, ArrayView<float>>(
                XorGpuKernel<TModel, TOptimizer>.Train));

    private delegate void XorTraining(
        KernelConfig threads, XorGpuCell cell, ulong key, long firstTrial, ArrayView<int> next, ArrayView<float> ends);

    private sealed record Kind(XorTraining Train, IXorMeter Meter);
}
