namespace Farm.Numerics;

/// <summary>When a unit is without torque: its gradient is no accident, and hardly any of it turns the unit.</summary>
/// <param name="Ratio">τ_th: torque ratios below are too small.</param>
/// <param name="Gradient">‖g‖ must be above; less is taken for a unit at rest.</param>
public readonly record struct TorqueLimits(double Ratio = 0.05, double Gradient = 1e-3)
{
    /// <summary>0.05 and 1e-3.</summary>
    public TorqueLimits()
        : this(0.05)
    {
    }

    /// <summary>Whether a unit of this ratio and gradient is without torque; never where the ratio is NaN.</summary>
    public bool AreBroken(double ratio, double norm) => ratio < Ratio && norm > Gradient;
}

/// <summary>The torque of a layer, over its units whose ratio is a number.</summary>
/// <param name="Defined">How many those are.</param>
/// <param name="Mean">Mean ratio, added up in the order of the units; NaN when there are none.</param>
/// <param name="TenthPercentile">
/// 10th percentile: of n ratios in rising order that at place (n − 1)/10, counted from 0, linear between neighbours
/// (Hyndman and Fan 1996, type 7, the default of numpy and torch); NaN when there are none.
/// </param>
/// <param name="NoTorque">Units without torque.</param>
public readonly record struct TorqueSummary(int Defined, double Mean, double TenthPercentile, int NoTorque)
{
    /// <summary>Of a layer's units.</summary>
    /// <param name="ratios">One a unit, NaN where there is none.</param>
    /// <param name="norms">‖g‖, one a unit.</param>
    /// <param name="limits">When a unit is without torque.</param>
    /// <param name="scratch">At least as many numbers.</param>
    public static TorqueSummary Of(
        ReadOnlySpan<double> ratios, ReadOnlySpan<double> norms, TorqueLimits limits, Span<double> scratch)
    {
        var (defined, sum, without) = (0, 0.0, 0);
        for (var unit = 0; unit < ratios.Length; unit++)
        {
            if (!double.IsNaN(ratios[unit]))
            {
                sum += ratios[unit];
                scratch[defined++] = ratios[unit];
                without += limits.AreBroken(ratios[unit], norms[unit]) ? 1 : 0;
            }
        }

        if (defined == 0)
        {
            return new(0, double.NaN, double.NaN, 0);
        }

        var sorted = scratch[..defined];
        sorted.Sort();
        var place = (defined - 1) / 10.0;
        var below = (int)place;
        var (low, high) = (sorted[below], sorted[Math.Min(below + 1, defined - 1)]);
        return new(defined, sum / defined, low + (high - low) * (place - below), without);
    }
}
