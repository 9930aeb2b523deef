using Farm.Studies.Dynamics;
using ILGPU;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>Iterates a batch of orbits on a device, and hands them over <see cref="IOrbitKernel.Lanes"/> at a time.</summary>
internal sealed class OrbitGpuBatch
{
    /// <summary>Steps of a launch at most, so that none takes long: a multiple of those between two looks.</summary>
    private const int StepsAtOnce = 32 * OrbitFindings.Chunk;

    /// <summary>Numbers of watched states that are brought to the host at once at most.</summary>
    private const int WatchedAtOnce = 1 << 22;

    private readonly GpuDevice device;
    private readonly DynamicsSettings settings;
    private readonly OrbitGpuKernels kernels;
    private readonly OrbitGpuRows rows;
    private readonly Action<KernelConfig, OrbitGpuMemory, OrbitGpuStart, ArrayView<int>> fill;
    private OrbitGpuMemory memory;
    private long done;

    /// <summary>For a cell.</summary>
    public OrbitGpuBatch(GpuDevice device, DynamicsSettings settings, OrbitGpuKernels kernels, OrbitGpuRows rows, int exponents)
    {
        (this.device, this.settings, this.kernels, this.rows) = (device, settings, kernels, rows);
        fill = device.Accelerator.LoadStreamKernel<OrbitGpuMemory, OrbitGpuStart, ArrayView<int>>(OrbitGpuStarts.Fill);
        Findings = new OrbitFindings(settings.Problem, exponents);
    }

    /// <summary>The orbits that were handed over last.</summary>
    public OrbitFindings Findings { get; }

    /// <summary>Iterates orbits.</summary>
    /// <param name="key">Key of the cell's random streams.</param>
    /// <param name="first">Trial of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="constants">The problem's constants.</param>
    public void Run(ulong key, long first, int count, double[] constants)
    {
        memory = rows.Of(settings.Problem, Findings.Exponents.Growth.Length / IOrbitKernel.Lanes, count, constants);
        done = 0;
        fill(
            device.ThreadsFor(count),
            memory,
            new OrbitGpuStart
            {
                Key = key,
                First = first,
                Width = settings.StartWidth,
                Normal = settings.IsNormal ? 1 : 0,
                Lattice = settings.Lattice,
            },
            rows.Next());
        Watch(count);
        Advance(settings.Transient);
        if (settings.HasExponents)
        {
            var block = settings.Steps / DynamicsSettings.Blocks;
            Measure(block, DynamicsSettings.Blocks, begins: true);
            for (var i = 0; i < DynamicsSettings.Blocks; i++)
            {
                Measure(block, i, begins: false);
            }
        }
        else
        {
            Advance(settings.Steps);
        }

        kernels.Periods(
            device.ThreadsFor(count), memory, rows.Next(), settings.MaxPeriod, rows.End.View(count * memory.Parameters), rows.Periods.View(count));
        rows.Bring(memory, settings.HasExponents);
    }

    /// <summary>Hands some orbits over.</summary>
    /// <param name="first">The first of them.</param>
    public void Give(int first)
    {
        for (var lane = 0; lane < IOrbitKernel.Lanes; lane++)
        {
            // Behind the last orbit stands the last once more; nobody looks at it.
            Give(Math.Min(first + lane, memory.Count - 1), lane);
        }

        Findings.Exponents.Clear();
        for (var block = 0; block < DynamicsSettings.Blocks && settings.HasExponents; block++)
        {
            for (var k = 0; k < memory.Exponents; k++)
            {
                for (var lane = 0; lane < IOrbitKernel.Lanes; lane++)
                {
                    Findings.Exponents.Growth[k * IOrbitKernel.Lanes + lane] =
                        rows.GrowthOf(memory, block * memory.Exponents + k, Math.Min(first + lane, memory.Count - 1));
                }
            }

            Findings.Exponents.EndBlock(settings.Steps / DynamicsSettings.Blocks);
        }
    }

    private void Give(int orbit, int lane)
    {
        for (var k = 0; k < memory.Parameters; k++)
        {
            Findings.End[k * IOrbitKernel.Lanes + lane] = rows.EndOf(memory, k, orbit);
        }

        Findings.Watches[lane] = rows.Watches[orbit];
        Findings.Periods[lane] = rows.PeriodOf(orbit);
        (Findings.Escapes[lane], Findings.Directions[lane]) = (-1, OrbitDirection.Bounded);
        if (rows.EscapeOf(orbit) is var escape and >= 0)
        {
            Findings.Escape(lane, rows.BeforeOf(memory, orbit), escape);
        }
        else if (rows.CollapsedOf(memory, orbit) is { } state)
        {
            Findings.Directions[lane] = OrbitDirections.Of(Findings.Plane, state);
        }
    }

    /// <summary>Curvature and loss in the first steps are the host's to see.</summary>
    private void Watch(int count)
    {
        var state = new double[memory.Parameters];
        rows.States.Get(rows.Watched(state.Length * count));
        rows.BeginWatches(Findings.Plane, count, state);
        for (int left = settings.Watch, part; left > 0; left -= part)
        {
            part = Math.Min(left, Math.Max(1, WatchedAtOnce / (count * memory.Parameters)));
            kernels.Watch(
                device.ThreadsFor(count), memory, rows.Next(), done, part, rows.WatchedStates.View(part * memory.Parameters * count));
            rows.See(memory, Findings.Plane, settings.Problem.LearningRate, (done, part), state);
            done += part;
        }
    }

    private void Advance(int steps)
    {
        for (int left = steps, part; left > 0; left -= part)
        {
            part = Math.Min(left, StepsAtOnce);
            kernels.Advance(device.ThreadsFor(memory.Count), memory, rows.Next(), done, part);
            done += part;
        }
    }

    private void Measure(int steps, int block, bool begins)
    {
        for (int left = steps, part; left > 0; left -= part)
        {
            part = Math.Min(left, StepsAtOnce);
            var isFirst = begins && left == steps;
            kernels.Measure(device.ThreadsFor(memory.Count), memory, rows.Next(), done, part, block, isFirst ? 1 : 0);
            done += part;
        }
    }
}
