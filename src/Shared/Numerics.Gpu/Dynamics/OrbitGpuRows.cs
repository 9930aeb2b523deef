using Farm.Studies.Dynamics;
using ILGPU;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>The memory of batches, on the device and on the host; used for batch after batch.</summary>
internal sealed class OrbitGpuRows(GpuDevice device)
{
    private readonly GpuBuffer<int> next = device.Buffer<int>();
    private readonly GpuBuffer<double> constants = device.Buffer<double>();
    private readonly GpuBuffer<double> tangentStarts = device.Buffer<double>();
    private readonly GpuBuffer<double> before = device.Buffer<double>();
    private readonly GpuBuffer<double> collapsed = device.Buffer<double>();
    private readonly GpuBuffer<int> hasCollapsed = device.Buffer<int>();
    private readonly GpuBuffer<long> escapes = device.Buffer<long>();
    private readonly GpuBuffer<double> tangents = device.Buffer<double>();
    private readonly GpuBuffer<double> lengths = device.Buffer<double>();
    private readonly GpuBuffer<double> growth = device.Buffer<double>();
    private readonly GpuBuffer<double> scratch = device.Buffer<double>();
    private readonly HostRows host = new();

    /// <summary>States.</summary>
    public GpuBuffer<double> States { get; } = device.Buffer<double>();

    /// <summary>States that orbits end with.</summary>
    public GpuBuffer<double> End { get; } = device.Buffer<double>();

    /// <summary>States of watched steps.</summary>
    public GpuBuffer<double> WatchedStates { get; } = device.Buffer<double>();

    /// <summary>Periods.</summary>
    public GpuBuffer<int> Periods { get; } = device.Buffer<int>();

    /// <summary>What was seen of each orbit.</summary>
    public OrbitWatch[] Watches { get; private set; } = [];

    /// <summary>A counter at 0.</summary>
    public ArrayView<int> Next() => next.Put([0]);

    /// <summary>A batch.</summary>
    public OrbitGpuMemory Of(OrbitProblem problem, int exponents, int count, double[] numbers)
    {
        var model = problem.Model;
        var (parameters, of) = (model.Parameters, exponents * model.Parameters);
        var starts = new double[of * IOrbitKernel.Lanes];
        TangentStart.Fill(starts, exponents, parameters);
        return new OrbitGpuMemory
        {
            Count = count,
            Parameters = parameters,
            Exponents = exponents,
            Inputs = model.Inputs,
            Units = model.Units,
            Biases = model.HasBias ? 1 : 0,
            Deep = model.IsDeep ? 1 : 0,
            Points = problem.Count,
            MinusFactor = -problem.Factor,
            Slope = model.Slope,
            SlopeAtZero = model.SlopeAtZero,
            Constants = constants.Put(numbers),
            TangentStarts = tangentStarts.Put([.. Enumerable.Range(0, of).Select(k => starts[k * IOrbitKernel.Lanes])]),
            States = States.View(parameters * count),
            Before = before.View(parameters * count),
            Collapsed = collapsed.View(parameters * count),
            HasCollapsed = hasCollapsed.View(count),
            Escapes = escapes.View(count),
            Tangents = tangents.View(of * count),
            Lengths = lengths.View(exponents * count),
            Growth = growth.View((DynamicsSettings.Blocks + 1) * exponents * count),
            Scratch = scratch.View(((1 + exponents) * parameters + 3 * model.Units) * count),
        };
    }

    /// <summary>Memory for watched states on the host.</summary>
    public Span<double> Watched(int length) => HostRows.Take(ref host.Watched, length);

    /// <summary>Brings what was found to the host.</summary>
    public void Bring(in OrbitGpuMemory memory, bool hasExponents)
    {
        var numbers = memory.Parameters * memory.Count;
        End.Get(HostRows.Take(ref host.End, numbers));
        before.Get(HostRows.Take(ref host.Before, numbers));
        collapsed.Get(HostRows.Take(ref host.Collapsed, numbers));
        hasCollapsed.Get(HostRows.Take(ref host.HasCollapsed, memory.Count));
        escapes.Get(HostRows.Take(ref host.Escapes, memory.Count));
        Periods.Get(HostRows.Take(ref host.Periods, memory.Count));
        if (hasExponents)
        {
            growth.Get(HostRows.Take(ref host.Growth, DynamicsSettings.Blocks * memory.Exponents * memory.Count));
        }
    }

    /// <summary>Looks at the starts, which stand where watched states will.</summary>
    public void BeginWatches(OrbitPlane plane, int count, double[] state)
    {
        Watches = Watches.Length < count ? new OrbitWatch[count] : Watches;
        for (var orbit = 0; orbit < count; orbit++)
        {
            HostRows.Copy(host.Watched, 0, count, orbit, state);
            Watches[orbit] = OrbitWatch.From(plane, state);
        }
    }

    /// <summary>Brings the states of some watched steps, and looks at each that has not escaped.</summary>
    public void See(
        in OrbitGpuMemory memory, OrbitPlane plane, double learningRate, (long Done, int Count) steps, double[] state)
    {
        WatchedStates.Get(Watched(steps.Count * memory.Parameters * memory.Count));
        escapes.Get(HostRows.Take(ref host.Escapes, memory.Count));
        for (var orbit = 0; orbit < memory.Count; orbit++)
        {
            var escape = host.Escapes[orbit];
            for (var step = 0; step < steps.Count && (escape < 0 || steps.Done + step < escape); step++)
            {
                HostRows.Copy(host.Watched, step * memory.Parameters, memory.Count, orbit, state);
                Watches[orbit].See(plane, state, learningRate);
            }
        }
    }

    /// <summary>A number of an orbit's last state.</summary>
    public double EndOf(in OrbitGpuMemory memory, int row, int orbit) => host.End[row * memory.Count + orbit];

    /// <summary>A number of a block's growth.</summary>
    public double GrowthOf(in OrbitGpuMemory memory, int row, int orbit) => host.Growth[row * memory.Count + orbit];

    /// <summary>An orbit's period.</summary>
    public int PeriodOf(int orbit) => host.Periods[orbit];

    /// <summary>Steps before the last look that found an orbit bounded; −1 where it did not escape.</summary>
    public long EscapeOf(int orbit) => host.Escapes[orbit];

    /// <summary>The state at that look.</summary>
    public double[] BeforeOf(in OrbitGpuMemory memory, int orbit)
    {
        var state = new double[memory.Parameters];
        HostRows.Copy(host.Before, 0, memory.Count, orbit, state);
        return state;
    }

    /// <summary>The first state whose norm had all but vanished; null where none had.</summary>
    public double[]? CollapsedOf(in OrbitGpuMemory memory, int orbit)
    {
        if (host.HasCollapsed[orbit] == 0)
        {
            return null;
        }

        var state = new double[memory.Parameters];
        HostRows.Copy(host.Collapsed, 0, memory.Count, orbit, state);
        return state;
    }

    /// <summary>The host's copies.</summary>
    private sealed class HostRows
    {
        public double[] Watched = [];
        public double[] End = [];
        public double[] Before = [];
        public double[] Collapsed = [];
        public double[] Growth = [];
        public int[] HasCollapsed = [];
        public int[] Periods = [];
        public long[] Escapes = [];

        public static Span<T> Take<T>(ref T[] array, int length)
        {
            if (array.Length < length)
            {
                array = new T[length];
            }

            return array.AsSpan(0, length);
        }

        public static void Copy(double[] rows, int first, int count, int orbit, double[] state)
        {
            for (var k = 0; k < state.Length; k++)
            {
                state[k] = rows[(first + k) * count + orbit];
            }
        }
    }
}
