using ILGPU;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu.Networks;

/// <summary>Makes updates of trainers of one shape on a device, a group of threads each.</summary>
internal sealed class NetworkGpuTrainer
{
    /// <summary>Bytes of a group's shared memory that parameters may take, so that two groups find room on a processor.</summary>
    private const int MostSharedBytes = 24 << 10;

    /// <summary>Threads of a group: where they are simulated each is one of the host's, and waits for the others.</summary>
    private const int SimulatedThreads = 2;

    private const int Threads = 256;

    private readonly GpuDevice device;
    private readonly NetworkOptimizer optimizer;
    private readonly Action<KernelConfig, NetworkGpuTask, int> train;
    private readonly NetworkGpuTask shape;
    private readonly bool isShared;

    // Kept, though only their views are used: memory that nobody refers to is collected.
    private readonly GpuBuffer<float> inputs;
    private readonly GpuBuffer<float> targets;
    private readonly GpuBuffer<int> classes;

    private readonly GpuBuffer<int> order;
    private readonly GpuBuffer<int> sizes;
    private readonly GpuBuffer<int> made;
    private readonly GpuBuffer<float> rates;
    private readonly GpuBuffer<float> scales;
    private readonly GpuBuffer<float> parameters;
    private readonly GpuBuffer<float> scratch;
    private float[] numbers = [];
    private int[] samples = [];

    /// <summary>For trainers of a shape on some data.</summary>
    public NetworkGpuTrainer(GpuDevice device, NetworkTrainer like, TrainingData data)
    {
        (this.device, optimizer) = (device, like.Optimizer);
        (order, sizes, made) = (device.Buffer<int>(), device.Buffer<int>(), device.Buffer<int>());
        (rates, scales, parameters, scratch) =
            (device.Buffer<float>(), device.Buffer<float>(), device.Buffer<float>(), device.Buffer<float>());
        (inputs, targets, classes) = (device.Buffer<float>(), device.Buffer<float>(), device.Buffer<int>());
        shape = ShapeOf(like, data);

        // ILGPU's barrier of OpenCL names global memory alone.
        isShared = device.Facts.Kind != GpuKind.OpenCL
            && shape.ParameterLength * sizeof(float) <= Math.Min(MostSharedBytes, device.Accelerator.MaxSharedMemoryPerGroup);
        train = device.Accelerator.LoadStreamKernel<NetworkGpuTask, int>(
            isShared ? NetworkGpuKernel<SharedPlace>.Train : NetworkGpuKernel<GlobalPlace>.Train);
    }

    /// <summary>Makes updates of some trainers, as many of each.</summary>
    /// <param name="trainers">Trainers of the shape; parameters, moments and the count of updates go on.</param>
    /// <param name="batches">
    /// Samples of each update of each trainer, a trainer after the other; a batch has as many numbers as the shape's largest.
    /// </param>
    /// <param name="batchRows">How many of each batch's numbers count.</param>
    /// <param name="steps">Updates.</param>
    /// <returns>Of each trainer how many were made: fewer where the loss was not finite before the next.</returns>
    public int[] Train(IReadOnlyList<NetworkTrainer> trainers, ReadOnlySpan<int> batches, ReadOnlySpan<int> batchRows, int steps)
    {
        var (trials, length) = (trainers.Count, shape.ParameterLength);
        if (numbers.Length < 3 * length * trials)
        {
            numbers = new float[3 * length * trials];
        }

        Gather(trainers, numbers);
        var (ofRates, ofScales) = (new float[trials * steps], new float[trials * steps]);
        for (var update = 0; update < ofRates.Length; update++)
        {
            var rule = optimizer.RuleAt(trainers[update / steps].Updates + update % steps + 1);
            (ofRates[update], ofScales[update]) = (-(float)rule.Rate, (float)rule.SquareScale);
        }

        var size = device.Facts.Kind == GpuKind.Simulated ? SimulatedThreads : Math.Min(Threads, device.Accelerator.MaxNumThreadsPerGroup);
        var task = shape with
        {
            Order = order.Put(batches),
            Sizes = sizes.Put(batchRows),
            Rates = rates.Put(ofRates),
            Scales = scales.Put(ofScales),
            Parameters = parameters.Put(numbers.AsSpan(0, 3 * length * trials)),
            Scratch = scratch.View(shape.ScratchLength * trials),
            Made = made.View(trials),
        };
        train(
            isShared ? new KernelConfig(trials, size, SharedMemoryConfig.RequestDynamic<float>(length)) : new KernelConfig(trials, size),
            task,
            steps);
        parameters.Get(numbers.AsSpan(0, 3 * length * trials));
        samples = samples.Length < trials ? new int[trials] : samples;
        made.Get(samples.AsSpan(0, trials));
        Scatter(numbers, trainers);
        int[] counts = [.. samples.AsSpan(0, trials).ToArray().Select(m => m >= 0 ? m : -1 - m)];
        for (var trial = 0; trial < trials; trial++)
        {
            trainers[trial].GoOn(counts[trial]);
        }

        return counts;
    }

    private NetworkGpuTask ShapeOf(NetworkTrainer like, TrainingData data)
    {
        var (network, first) = (like.Shape, optimizer.Kind == OptimizerKind.Momentum ? optimizer.Momentum : optimizer.Beta1);
        return new NetworkGpuTask
        {
            Inputs = network.Inputs,
            InputStride = data.Inputs.Stride,
            Width = network.Width,
            Stride = Matrix.LengthOf(1, network.Width),
            Depth = network.Depth,
            Outputs = network.Outputs,
            OutputStride = Matrix.LengthOf(1, network.Outputs),
            BatchSize = like.BatchSize,
            HasClasses = data.Classes is null ? 0 : 1,
            Optimizer = (int)optimizer.Kind,
            ParameterLength = like.Parameters.Memory.Length,
            Slope = network.SlopeBelow,
            SlopeAtZero = network.SlopeAtZero,
            KeepFirst = (float)first,
            TakeFirst = (float)(1 - first),
            KeepSecond = (float)optimizer.Beta2,
            TakeSecond = (float)(1 - optimizer.Beta2),
            Epsilon = (float)optimizer.Epsilon,
            Data = inputs.Put(data.Inputs.Padded),
            Targets = targets.Put(data.Targets is { } wanted ? wanted.Padded : [0]),
            Classes = classes.Put(data.Classes ?? [0]),
        };
    }

    private void Gather(IReadOnlyList<NetworkTrainer> trainers, float[] to)
    {
        var length = shape.ParameterLength;
        for (var trial = 0; trial < trainers.Count; trial++)
        {
            var of = to.AsSpan(3 * trial * length, 3 * length);
            trainers[trial].Parameters.Memory.Span.CopyTo(of);
            trainers[trial].FirstMoments?.Memory.Span.CopyTo(of[length..]);
            trainers[trial].SecondMoments?.Memory.Span.CopyTo(of[(2 * length)..]);
        }
    }

    private void Scatter(float[] from, IReadOnlyList<NetworkTrainer> trainers)
    {
        var length = shape.ParameterLength;
        for (var trial = 0; trial < trainers.Count; trial++)
        {
            var of = from.AsSpan(3 * trial * length, 3 * length);
            of[..length].CopyTo(trainers[trial].Parameters.Memory.Span);
            if (trainers[trial].FirstMoments is { } first)
            {
                of.Slice(length, length).CopyTo(first.Memory.Span);
            }

            if (trainers[trial].SecondMoments is { } second)
            {
                of[(2 * length)..].CopyTo(second.Memory.Span);
            }
        }
    }
}
