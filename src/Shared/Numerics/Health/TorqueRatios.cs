using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>The torque ratio of every unit of a layer: which share of its gradient turns its weights instead of stretching them.</summary>
/// <remarks>
/// <para>τ = ‖g − (g·ŵ)ŵ‖/‖g‖, ŵ = w/‖w‖ (prototype-surface-control.md §4.2). w and g = ∂L/∂w are those of the weights alone:
/// a bias shifts a hyperplane and does not turn it. NaN where it says nothing: g = 0, w = 0, a single input, or a number
/// that is not finite.</para>
/// <para>Sums are in float64, each one chain of fused multiply-adds over rising inputs, a unit a lane: the same bits at every
/// SIMD width. The products of float32 are exact. The tangent is formed before it is squared, so that a gradient along the
/// normal gives about 1e-16, not the root of a cancelled difference.</para>
/// <para>Where batch normalisation stands right after a unit's weights and nothing else is added, scaling w changes nothing:
/// g·w = 0 and τ = 1 to rounding, always.</para>
/// </remarks>
public static class TorqueRatios
{
    private const int Width = 2 * Wide.Count;

    /// <summary>Measures all units of a layer.</summary>
    /// <param name="weights">A row an input, a column a unit.</param>
    /// <param name="gradients">∂L/∂w, laid out alike.</param>
    /// <param name="ratios">τ, one a unit, in [0, 1] or NaN.</param>
    /// <param name="norms">‖g‖, one a unit.</param>
    /// <param name="weightNorms">‖w‖, one a unit.</param>
    public static void Fill(
        Matrix weights, Matrix gradients, Span<double> ratios, Span<double> norms, Span<double> weightNorms)
    {
        if (gradients.Rows != weights.Rows || gradients.Columns != weights.Columns
            || ratios.Length != weights.Columns || norms.Length != weights.Columns || weightNorms.Length != weights.Columns)
        {
            throw new ArgumentException("Weights, gradients, ratios and norms are not of the same units and inputs.");
        }

        Span<double> tile = stackalloc double[3 * Width];
        for (var unit = 0; unit < weights.Columns; unit += Width)
        {
            FillTile(
                ref Unsafe.Add(ref weights.First, unit), ref Unsafe.Add(ref gradients.First, unit), weights.Stride,
                weights.Rows, ref tile[0]);
            var units = Math.Min(Width, weights.Columns - unit);
            tile[..units].CopyTo(ratios[unit..]);
            tile.Slice(Width, units).CopyTo(norms[unit..]);
            tile.Slice(2 * Width, units).CopyTo(weightNorms[unit..]);
        }
    }

    /// <summary>Sixteen units: their ratios, then ‖g‖, then ‖w‖.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillTile(ref float weights, ref float gradients, int stride, int inputs, ref double tile)
    {
        Vector512<double> gg0 = default, gg1 = default, ww0 = default, ww1 = default, gw0 = default, gw1 = default;
        for (nint c = 0, at = 0; c < inputs; c++, at += stride)
        {
            var (w0, w1) = Widen(ref weights, at);
            var (g0, g1) = Widen(ref gradients, at);
            (gg0, gg1) = (Wide.Fused(g0, g0, gg0), Wide.Fused(g1, g1, gg1));
            (ww0, ww1) = (Wide.Fused(w0, w0, ww0), Wide.Fused(w1, w1, ww1));
            (gw0, gw1) = (Wide.Fused(g0, w0, gw0), Wide.Fused(g1, w1, gw1));
        }

        Vector512<double> tt0 = default, tt1 = default;
        var (along0, along1) = (-(gw0 / ww0), -(gw1 / ww1));
        for (nint c = 0, at = 0; c < inputs; c++, at += stride)
        {
            var (w0, w1) = Widen(ref weights, at);
            var (g0, g1) = Widen(ref gradients, at);
            var (t0, t1) = (Wide.Fused(along0, w0, g0), Wide.Fused(along1, w1, g1));
            (tt0, tt1) = (Wide.Fused(t0, t0, tt0), Wide.Fused(t1, t1, tt1));
        }

        Wide.Store(Ratio(tt0, gg0, ww0, inputs), ref tile, 0);
        Wide.Store(Ratio(tt1, gg1, ww1, inputs), ref tile, Wide.Count);
        Wide.Store(Vector512.Sqrt(gg0), ref tile, Width);
        Wide.Store(Vector512.Sqrt(gg1), ref tile, Width + Wide.Count);
        Wide.Store(Vector512.Sqrt(ww0), ref tile, 2 * Width);
        Wide.Store(Vector512.Sqrt(ww1), ref tile, 2 * Width + Wide.Count);
    }

    private static Vector512<double> Ratio(Vector512<double> tt, Vector512<double> gg, Vector512<double> ww, int inputs)
    {
        var ratio = Vector512.Sqrt(tt) / Vector512.Sqrt(gg);
        ratio = Vector512.ConditionalSelect(Vector512.GreaterThan(ratio, Vector512<double>.One), Vector512<double>.One, ratio);
        var isDefined = Vector512.GreaterThan(gg, Vector512<double>.Zero) & Vector512.GreaterThan(ww, Vector512<double>.Zero);
        return Vector512.ConditionalSelect(
            inputs > 1 ? isDefined : Vector512<double>.Zero, ratio, Vector512.Create(double.NaN));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Low, Vector512<double> High) Widen(ref float first, nint at) =>
        Vector512.Widen(Vector512.LoadUnsafe(ref Unsafe.Add(ref first, at)));
}
