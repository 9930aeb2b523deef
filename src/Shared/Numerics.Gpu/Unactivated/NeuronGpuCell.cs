using Farm.Studies.Unactivated;
using ILGPU;

namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>A cell's numbers and its threads' memory as kernels take them: row after row, a number a thread.</summary>
/// <remarks>
/// Public, as ILGPU wants what a kernel is launched with. A thread's rows are: v; W, an input after the other; b; c; what is
/// sorted; a cloud's points. Where lines and vertices are walked there follow: the same v, W and b in the order of v; the planes
/// of every level; sizes; weights in the order of what is sorted.
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

    /// <summary>The threads' whole numbers: the units that make a plane.</summary>
    public ArrayView<int> Indices { get; init; }

    /// <summary>Compare-exchanges that sort a line's breakpoints.</summary>
    public ArrayView<int> Exchanges { get; init; }

    /// <summary>Whether lines and vertices are walked.</summary>
    internal bool HasLines => HasTest != 0 && Inputs > 1 && Units >= Inputs;

    /// <summary>Units that make a plane.</summary>
    internal int Chosen => IntrinsicMath.Max(0, Inputs - 2);

    /// <summary>First row of W.</summary>
    internal int First => Units;

    /// <summary>First row of b; that of c comes last.</summary>
    internal int Offsets => (Inputs + 1) * Units;

    /// <summary>First row of what is sorted: times, rises, slopes, starts.</summary>
    internal int Sorted => Offsets + Units + 1;

    /// <summary>First row of a cloud's points.</summary>
    internal int Points => Sorted + 4 * Units;

    /// <summary>Row of v in order; W and b in the same order follow.</summary>
    internal int Ordered => Points + (Cloud > 0 ? CloudPoints * Inputs : 0);

    /// <summary>First row of sizes.</summary>
    internal int Sizes => LevelAt(Chosen);

    /// <summary>First row of weights.</summary>
    internal int Weights => Sizes + Units;

    /// <summary>Numbers of a thread.</summary>
    internal int RowCount => HasLines ? Weights + Units : Ordered;

    /// <summary>Whole numbers of a thread.</summary>
    internal int IndexCount => HasLines ? Chosen : 0;

    /// <summary>A cell's numbers, without memory.</summary>
    internal static NeuronGpuCell Of(UnactivatedSettings settings, ulong key)
    {
        var (isSmoothed, isSampled) = (settings.Estimator == "smoothed", settings.Estimator == "sampled");
        return new NeuronGpuCell
        {
            Key = key,
            Inputs = settings.Inputs,
            Units = settings.Units,
            Normal = settings.Law == SymmetricLaw.Normal ? 1 : 0,
            Factor = settings.FirstFactor,
            Smoothed = isSmoothed ? 1 : 0,
            SmoothedLimit = isSmoothed ? NeuronTest.SmoothedLimit(settings) : 0,
            HasTest = NeuronTest.IsFeasible(settings) ? 1 : 0,
            Cloud = isSampled ? settings.Cloud : 0,
            Spread = isSampled ? settings.Spread : 0,
        };
    }

    /// <summary>First row of a level's plane: n₀ − 1 − level coordinates and an offset, a unit each.</summary>
    internal int LevelAt(int level) =>
        Ordered + Units * (Inputs + 2 + level * Inputs - level * (level - 1) / 2);
}
