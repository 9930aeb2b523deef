using Farm.Studies.Xor;

namespace Farm.Numerics.Gpu.Xor;

/// <summary>A cell's numbers as kernels take them, scaled as <see cref="XorSettings"/> has them.</summary>
/// <remarks>Public, as ILGPU wants what a kernel is launched with.</remarks>
public readonly struct XorGpuCell
{
    /// <summary>Axis <c>init</c>: as drawn.</summary>
    internal const int Normal = 0;

    /// <summary>Axis <c>init</c>: w2 = −w1.</summary>
    internal const int Mirror = 1;

    /// <summary>Axis <c>init</c>: no point dead.</summary>
    internal const int Live = 2;

    /// <summary>Axis <c>init</c>: an activation's margin kept.</summary>
    internal const int Margin = 3;

    /// <summary>Axis <c>init</c>: a distance kept, and no point dead.</summary>
    internal const int Distance = 4;

    /// <summary>Axis <c>init</c>: tangent to a sphere.</summary>
    internal const int Sphere = 5;

    /// <summary>Of a cell.</summary>
    internal XorGpuCell(in XorSettings settings)
    {
        Init = settings.Init switch
        {
            "mirror" => Mirror,
            "live" => Live,
            "margin" => settings.IsDistance ? Distance : Margin,
            "sphere" => Sphere,
            _ => Normal,
        };
        (Sigma, LeastMargin, Radius, Slope) = (settings.Sigma, settings.Margin, settings.Radius, settings.Slope);
        (Beta1, Beta2, Epsilon, Momentum) = (settings.Beta1, settings.Beta2, settings.Epsilon, settings.Momentum);
        (MinusRate, MinusHalfRate, MinusMomentumRate) =
            (settings.MinusRate, settings.MinusHalfRate, settings.MinusMomentumRate);
        (MaxEpochs, Patience, StopSum, MinImprovementSum) =
            (settings.MaxEpochs, settings.Patience, settings.StopSum, settings.MinImprovementSum);
    }

    /// <summary>How trials start.</summary>
    public int Init { get; }

    /// <summary><see cref="XorSettings.Sigma"/>.</summary>
    public float Sigma { get; }

    /// <summary><see cref="XorSettings.Margin"/>.</summary>
    public float LeastMargin { get; }

    /// <summary><see cref="XorSettings.Radius"/>.</summary>
    public float Radius { get; }

    /// <summary><see cref="XorSettings.Slope"/>.</summary>
    public float Slope { get; }

    /// <summary><see cref="XorSettings.Beta1"/>.</summary>
    public float Beta1 { get; }

    /// <summary><see cref="XorSettings.Beta2"/>.</summary>
    public float Beta2 { get; }

    /// <summary><see cref="XorSettings.Epsilon"/>.</summary>
    public float Epsilon { get; }

    /// <summary><see cref="XorSettings.Momentum"/>.</summary>
    public float Momentum { get; }

    /// <summary><see cref="XorSettings.MinusRate"/>.</summary>
    public float MinusRate { get; }

    /// <summary><see cref="XorSettings.MinusHalfRate"/>.</summary>
    public float MinusHalfRate { get; }

    /// <summary><see cref="XorSettings.MinusMomentumRate"/>.</summary>
    public float MinusMomentumRate { get; }

    /// <summary><see cref="XorSettings.MaxEpochs"/>.</summary>
    public float MaxEpochs { get; }

    /// <summary><see cref="XorSettings.Patience"/>.</summary>
    public float Patience { get; }

    /// <summary><see cref="XorSettings.StopSum"/>.</summary>
    public float StopSum { get; }

    /// <summary><see cref="XorSettings.MinImprovementSum"/>.</summary>
    public float MinImprovementSum { get; }
}
