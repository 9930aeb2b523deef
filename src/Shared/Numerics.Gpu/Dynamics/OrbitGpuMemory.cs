using ILGPU;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>A cell's numbers and a batch's rows as kernels take them: row after row, a number an orbit.</summary>
/// <remarks>Public, as ILGPU wants what a kernel is launched with.</remarks>
public readonly struct OrbitGpuMemory
{
    /// <summary>Orbits of the batch.</summary>
    public int Count { get; init; }

    /// <summary>Numbers of a state.</summary>
    public int Parameters { get; init; }

    /// <summary>Exponents that are followed.</summary>
    public int Exponents { get; init; }

    /// <summary>Inputs of the model.</summary>
    public int Inputs { get; init; }

    /// <summary>Units of the model.</summary>
    public int Units { get; init; }

    /// <summary>1 where units have a bias.</summary>
    public int Biases { get; init; }

    /// <summary>1 where outputs are trained.</summary>
    public int Deep { get; init; }

    /// <summary>Points.</summary>
    public int Points { get; init; }

    /// <summary>−2η/N.</summary>
    public double MinusFactor { get; init; }

    /// <summary>φ' below 0.</summary>
    public double Slope { get; init; }

    /// <summary>φ' at 0.</summary>
    public double SlopeAtZero { get; init; }

    /// <summary>The kernel's constants.</summary>
    public ArrayView<double> Constants { get; init; }

    /// <summary>Where tangents begin, a coordinate after the other.</summary>
    public ArrayView<double> TangentStarts { get; init; }

    /// <summary>States.</summary>
    public ArrayView<double> States { get; init; }

    /// <summary>The states that were looked at last; of an orbit that has escaped, its last that had not.</summary>
    public ArrayView<double> Before { get; init; }

    /// <summary>The first states whose norm had all but vanished.</summary>
    public ArrayView<double> Collapsed { get; init; }

    /// <summary>1 where there is one.</summary>
    public ArrayView<int> HasCollapsed { get; init; }

    /// <summary>Steps before the last look that found an orbit bounded; −1 of those that have not escaped.</summary>
    public ArrayView<long> Escapes { get; init; }

    /// <summary>Tangents, one after the other.</summary>
    public ArrayView<double> Tangents { get; init; }

    /// <summary>Powers of two that were taken out of their lengths.</summary>
    public ArrayView<double> Lengths { get; init; }

    /// <summary>Logarithms of the tangents' growth, an exponent after the other, block after block.</summary>
    public ArrayView<double> Growth { get; init; }

    /// <summary>Σ e∇f and its derivatives along the tangents, then three rows of each unit.</summary>
    public ArrayView<double> Scratch { get; init; }

    /// <summary>Rows of <see cref="Scratch"/> before those of the units.</summary>
    public int UnitRows => (1 + Exponents) * Parameters;

    /// <summary>A number of a row.</summary>
    internal GpuDouble Get(ArrayView<double> rows, int row, int orbit) => GpuDouble.Of(rows[row * Count + orbit]);

    /// <summary>Sets one.</summary>
    internal void Set(ArrayView<double> rows, int row, int orbit, GpuDouble value) => rows[row * Count + orbit] = value.Value;

    /// <summary>A constant.</summary>
    internal GpuDouble Constant(int index) => GpuDouble.Of(Constants[index]);
}
