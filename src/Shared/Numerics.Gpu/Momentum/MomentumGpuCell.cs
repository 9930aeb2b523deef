using Farm.Studies.Momentum;

namespace Farm.Numerics.Gpu.Momentum;

/// <summary>A cell's numbers as kernels take them.</summary>
/// <remarks>Public, as ILGPU wants what a kernel is launched with.</remarks>
public readonly struct MomentumGpuCell
{
    /// <summary>Of a cell.</summary>
    internal MomentumGpuCell(in MomentumSettings settings)
    {
        var constants = MomentumConstants.Of(settings);
        (Problem, Momentum, Rest, Rate) = (constants.Problem, constants.Momentum, constants.Rest, constants.Rate);
        (SmallSquare, GradientCounts, MostSteps) = (constants.SmallSquare, constants.GradientCounts, settings.MostSteps);
        (Side, Half) = (settings.Lattice.Side, settings.Lattice.Half);
    }

    /// <summary>γ and Δ.</summary>
    public SingleReluProblem Problem { get; }

    /// <summary>β.</summary>
    public double Momentum { get; }

    /// <summary>1 − β.</summary>
    public double Rest { get; }

    /// <summary>η.</summary>
    public double Rate { get; }

    /// <summary>What squares of momentum and gradient must fall below.</summary>
    public double SmallSquare { get; }

    /// <summary>1 where the gradient must be small too, else 0.</summary>
    public double GradientCounts { get; }

    /// <summary>Half a side of the square of starts.</summary>
    public double Half { get; }

    /// <summary>Points along a side.</summary>
    public int Side { get; }

    /// <summary>Most steps.</summary>
    public int MostSteps { get; }

    /// <summary>w or b of a start: the centre of a box of the lattice.</summary>
    internal GpuDouble Coordinate(long index) =>
        GpuDouble.Of(Half) * (GpuDouble.Of(2 * index + 1 - Side) / GpuDouble.Of(Side));
}
