using Farm.Studies.Unactivated;
using ILGPU;

namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>A cell's numbers and its threads' memory as kernels take them: row after row, a number a thread.</summary>
/// <remarks>
/// Public, as ILGPU wants what a kernel is launched with. A thread's rows are: v; W, an input after the other; b; c; what is
/// sorted; a cloud's points.
/// </remarks>
public readonly struct NeuronGpuCell
{
    /// <summary>Points of a cloud that are tried at once.</summary>
    internal const int CloudPoints = PointCloud.Points;

    /// <summary>Key of the cell's random streams.</summary>
    public ulong Key { get; init; }

    /// <summary>n₀.</summary>
    public int Inputs { get; init; }

    /// <summary>n₁.</summary>
    public int Units { get; init; }

    /// <summary>1 where the law is normal.</summary>
    public int Normal { get; init; }

    /// <summary>What the first layer is multiplied by.</summary>
    public double Factor { get; init; }

    /// <summary>1 where the neuron's bias is integrated out.</summary>
    public int Smoothed { get; init; }

    /// <summary>The limit of suprema then.</summary>
    public double SmoothedLimit { get; init; }

    /// <summary>1 where draws are decided exactly.</summary>
    public int HasTest { get; init; }

    /// <summary>Inputs of a cloud; 0 where there is none.</summary>
    public int Cloud { get; init; }

    /// <summary>Standard deviation of a cloud's inputs.</summary>
    public double Spread { get; init; }

    /// <summary>Threads, each with its own rows.</summary>
    public int Threads { get; init; }

    /// <summary>The threads' numbers.</summary>
    public ArrayView<double> Rows { get; init; }

    /// <summary>First row of W.</summary>
    internal int First => Units;

    /// <summary>First row of b; that of c comes last.</summary>
    internal int Offsets => (Inputs + 1) * Units;

    /// <summary>First row of what is sorted: times, rises, slopes, starts.</summary>
    internal int Sorted => Offsets + Units + 1;

    /// <summary>First row of a cloud's points.</summary>
    internal int Points => Sorted + 4 * Units;

    /// <summary>Numbers of a thread.</summary>
    internal int RowCount => Points + (Cloud > 0 ? CloudPoints * Inputs : 0);
}
