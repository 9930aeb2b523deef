using Farm.Domain;
using Farm.Studies;
using Farm.Studies.Dynamics;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>Runs cells of the studies of orbits on a device, a batch after the other; the host judges and writes.</summary>
internal sealed class DynamicsGpuRunner(GpuDevice device) : ITrialRunner
{
    /// <summary>Orbits that are iterated at once at most: their watched states and their growth stand in memory.</summary>
    private const int MostOrbits = 1 << 14;

    private readonly Dictionary<string, OrbitGpuKernels> kernels = new(StringComparer.Ordinal);
    private readonly OrbitGpuRows rows = new(device);
    private readonly OrbitConclusions conclusions = new();
    private Cell? cell;
    private OrbitGpuBatch? batch;
    private double[] constants = [];

    /// <inheritdoc/>
    public int TrialsAtOnce => Math.Min(device.TrialsAtOnce, MostOrbits);

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        if (!cell.Equals(this.cell))
        {
            Begin(new DynamicsSettings(cell));
            this.cell = cell;
        }

        var key = cell.StreamKey(seed);
        for (var row = 0; row < columns.Rows; row += MostOrbits)
        {
            var count = Math.Min(MostOrbits, columns.Rows - row);
            batch!.Run(key, columns.FirstTrial + row, count, constants);
            for (var first = 0; first < count; first += IOrbitKernel.Lanes)
            {
                batch.Give(first);
                conclusions.Write(columns, row + first);
            }
        }
    }

    private void Begin(DynamicsSettings settings)
    {
        (var kind, constants, var exponents) = OrbitGpuKernels.Choose(settings.Problem);
        if (!kernels.TryGetValue(kind, out var compiled))
        {
            kernels.Add(kind, compiled = OrbitGpuKernels.Of(kind, device));
        }

        batch = new OrbitGpuBatch(device, settings, compiled, rows, exponents);
        conclusions.Begin(settings, batch.Findings);
    }
}
