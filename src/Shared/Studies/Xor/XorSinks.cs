using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies.Xor;

/// <summary>Whether a unit's update is a sink, by the signs that type the units at a trial's end (<see cref="XorUnitTypes{T, TModel}"/>).</summary>
/// <remarks>One unit in every lane of a 128-bit row: the same bits as at any width.</remarks>
internal readonly struct XorSinks
{
    private readonly XorCurvature<Lanes128> curvature;
    private readonly XorBorders borders;
    private readonly float slopeSquare;
    private readonly float factor;
    private readonly float rank;
    private readonly float x;
    private readonly float y;
    private readonly float b;

    /// <summary>A unit.</summary>
    /// <param name="borders">The rule's.</param>
    /// <param name="slope">Its slope below 0.</param>
    /// <param name="factor">What borders are multiplied by.</param>
    /// <param name="x">D of the first weight.</param>
    /// <param name="y">D of the second weight.</param>
    /// <param name="b">D of the bias.</param>
    /// <param name="on">1 for each point on which it is on, else 0.</param>
    public XorSinks(in XorBorders borders, float slope, float factor, float x, float y, float b, ReadOnlySpan<float> on)
    {
        curvature = new(Lanes128.Of(on[0]), Lanes128.Of(on[1]), Lanes128.Of(on[2]), Lanes128.Of(on[3]));
        var count = (on[0] + on[3]) + (on[1] + on[2]);
        (this.borders, this.factor, this.x, this.y, this.b) = (borders, factor, x, y, b);
        slopeSquare = slope * slope;
        rank = MathF.Min(3, slopeSquare > 0 ? 4 : count);
    }

    /// <summary>Whether no |μ| is in the band or above it, by a variant of the classifier; never when no point reaches the unit.</summary>
    public bool IsSink(HealingTypes variant)
    {
        if (rank == 0 || !float.IsFinite((x + y) + b))
        {
            return false;
        }

        if (variant == HealingTypes.Scaled)
        {
            return Below(borders.Stable * factor) == 3;
        }

        var belowEdge = Below(borders.Edge * factor);
        var belowBand = borders.HasBelow ? Below(borders.Outer * factor) - Below(borders.Inner * factor) : 0;
        var forced = variant == HealingTypes.Span ? 3 - rank : 0;
        return belowEdge == 3 && belowEdge - belowBand == forced;
    }

    private int Below(float border)
    {
        var (tauX, tauY, tauB) = (border * x, border * y, border * b);
        if (slopeSquare > 0)
        {
            var (less, scale) = (4 * slopeSquare, 1 / (1 - slopeSquare));
            (tauX, tauY, tauB) = ((tauX - less) * scale, (tauY - less) * scale, (tauB - less) * scale);
        }

        curvature.Coefficients(
            Lanes128.Of(tauX), Lanes128.Of(tauY), Lanes128.Of(tauB), out var trace, out var second, out var third);
        Span<float> changes = stackalloc float[Lanes128.Count];
        Lanes128.Store(XorCurvature<Lanes128>.Changes(trace, second, third), ref changes[0]);
        return (int)changes[0];
    }
}
