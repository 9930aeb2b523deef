using System.Runtime.CompilerServices;

namespace Farm.Studies.Xor;

/// <summary>One lane of a group: a trial in training, read and written one number at a time.</summary>
/// <param name="group">The lane's number in the group's first row.</param>
/// <param name="healing">The lane's number in the first row of <see cref="XorHealingRows"/>.</param>
/// <param name="stride">Lanes of a row.</param>
internal readonly ref struct XorLane(ref float group, ref float healing, int stride)
{
    private readonly ref float group = ref group;
    private readonly ref float healing = ref healing;
    private readonly int stride = stride;

    /// <summary>A row of <see cref="XorRows"/>.</summary>
    public ref float At(int row) => ref Unsafe.Add(ref group, row * stride);

    /// <summary>A row of <see cref="XorHealingRows"/>.</summary>
    public ref float Healing(int row) => ref Unsafe.Add(ref healing, row * stride);

    /// <summary>A row of a unit.</summary>
    public ref float Of(int unit, int row) => ref At(unit * XorRows.OfUnit + row);

    /// <summary>z of a unit on a point, with the kernel's own bits.</summary>
    public float PreActivation(int unit, int point)
    {
        var (wx, wy, b) = (Of(unit, XorRows.WeightX), Of(unit, XorRows.WeightY), Of(unit, XorRows.Bias));
        return point switch
        {
            0 => b - (wx + wy),
            1 => b + (wx - wy),
            2 => b - (wx - wy),
            _ => b + (wx + wy),
        };
    }

    /// <summary>‖w‖.</summary>
    public float WeightNorm(int unit)
    {
        var (wx, wy) = (Of(unit, XorRows.WeightX), Of(unit, XorRows.WeightY));
        return MathF.Sqrt(MathF.FusedMultiplyAdd(wx, wx, wy * wy));
    }

    /// <summary>‖(w, b)‖.</summary>
    public double Norm(int unit)
    {
        double wx = Of(unit, XorRows.WeightX), wy = Of(unit, XorRows.WeightY), b = Of(unit, XorRows.Bias);
        return Math.Sqrt((wx * wx + wy * wy) + b * b);
    }

    /// <summary>‖g‖ and the torque ratio of a unit, for the gradient at hand; no ratio where g or w is 0.</summary>
    public (double Gradient, double Ratio) Torque(int unit)
    {
        double wx = Of(unit, XorRows.WeightX), wy = Of(unit, XorRows.WeightY);
        double gx = Of(unit, XorRows.Gradient), gy = Of(unit, XorRows.Gradient + 1);
        var (gradient, weight) = (gx * gx + gy * gy, wx * wx + wy * wy);
        var product = gradient * weight;
        var ratio = product > 0 ? Math.Min(1, Math.Abs(gx * wy - gy * wx) / Math.Sqrt(product)) : double.NaN;
        return (Math.Sqrt(gradient) / 2, ratio);
    }

    /// <summary>Smallest torque ratio of some units; NaN when none has one.</summary>
    public double LeastTorque(int units)
    {
        var first = Torque(0).Ratio;
        var second = units == 2 ? Torque(1).Ratio : double.NaN;
        return double.IsNaN(first) || second < first ? second : first;
    }
}
