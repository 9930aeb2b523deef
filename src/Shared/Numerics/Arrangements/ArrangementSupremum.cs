using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>The supremum for n₀ ≥ 2: all planes in which n₀ − 2 of the hyperplanes meet, and in each the lines of the rest.</summary>
/// <remarks>
/// Planes are walked in the order of their units i₁ &lt; i₂ &lt; …, each made of the one before by one restriction, so that only
/// what changed is computed again; in a plane every unit behind the last gives a line, so that each of the
/// C(n₁, n₀ − 1) lines is looked at once.
/// <para>
/// Where planes are many and the first has no slope above 0, slopes are looked at anew with the units in the order of v: on
/// lines where the units with the lowest v vanish, those that pull the slope up are left, so that a draw that is to fail
/// does so soon.
/// </para>
/// </remarks>
internal sealed class ArrangementSupremum<T> : ISupremum
    where T : struct, IDoubleLanes<T>
{
    /// <summary>From how many lines on it pays to order the units.</summary>
    private const double FewestToOrder = 200;

    private readonly NeuronDraw draw;
    private readonly NeuronDraw ordered;
    private readonly int[] order;
    private readonly bool isOrdered;
    private readonly DoubleMemory[] levels;
    private readonly int[] chosen;
    private readonly int[] rest;
    private readonly DoubleMemory sizes;
    private readonly PlaneValues<T> values;
    private int made;

    /// <summary>For one draw after the other.</summary>
    /// <param name="draw">The draw; n₁ ≥ n₀ ≥ 2.</param>
    public ArrangementSupremum(NeuronDraw draw)
    {
        this.draw = draw;
        ordered = new NeuronDraw(draw.Inputs, draw.Units);
        order = new int[draw.Units];
        isOrdered = Suprema.Lines(draw.Inputs, draw.Units) >= FewestToOrder;
        chosen = new int[draw.Inputs - 2];
        levels = [.. chosen.Select((_, level) => new DoubleMemory((draw.Inputs - level) * draw.Stride))];
        rest = new int[draw.Units - chosen.Length];
        sizes = new DoubleMemory(draw.Stride);
        values = new PlaneValues<T>(rest.Length);
    }

    /// <inheritdoc/>
    public SlopeVerdict Slopes() => chosen.Length > 0
        ? SlopesOfPlanes()
        : PlaneSlopes.Of<T>(ref draw.First, ref draw.FirstOuter, ref sizes.First, draw.Stride, 0, draw.Units);

    private SlopeVerdict SlopesOfPlanes()
    {
        Measure(draw);
        if (!isOrdered)
        {
            return SlopesOf(draw, all: true);
        }

        if (SlopesOf(draw, all: false) == SlopeVerdict.Unbounded)
        {
            return SlopeVerdict.Unbounded;
        }

        Order();
        Measure(ordered);
        return SlopesOf(ordered, all: true);
    }

    /// <summary>The slopes in all planes, or in the first alone.</summary>
    private SlopeVerdict SlopesOf(NeuronDraw of, bool all)
    {
        var verdict = SlopeVerdict.Bounded;
        var stale = 0;
        Start();
        do
        {
            if (!Reduce(of, stale, hasOffsets: false))
            {
                verdict = SlopeVerdict.Undecided;
                continue;
            }

            var plane = PlaneSlopes.Of<T>(
                ref PlaneOf(of), ref of.FirstOuter, ref sizes.First, of.Stride, FirstLine, of.Units);
            if (plane == SlopeVerdict.Unbounded)
            {
                return plane;
            }

            verdict = plane == SlopeVerdict.Undecided ? plane : verdict;
        }
        while (all && (stale = Next()) >= 0);
        return verdict;
    }

    /// <summary>W and v with the units in the order of v.</summary>
    private void Order()
    {
        var outer = draw.Outer;
        for (var unit = 0; unit < order.Length; unit++)
        {
            var at = unit;
            for (; at > 0 && outer[order[at - 1]] > outer[unit]; at--)
            {
                order[at] = order[at - 1];
            }

            order[at] = unit;
        }

        for (var unit = 0; unit < order.Length; unit++)
        {
            Unsafe.Add(ref ordered.FirstOuter, unit) = outer[order[unit]];
            for (var row = 0; row < draw.Inputs; row++)
            {
                Unsafe.Add(ref ordered.First, row * draw.Stride + unit) =
                    Unsafe.Add(ref draw.First, row * draw.Stride + order[unit]);
            }
        }
    }

    /// <inheritdoc/>
    public Supremum Values(double limit)
    {
        var isWhole = true;
        var stale = 0;
        values.Begin(limit);
        Start();
        do
        {
            isWhole = Reduce(draw, stale, hasOffsets: true);
            Rest();
            isWhole = isWhole && values.Add(ref PlaneOf(draw), ref draw.FirstOuter, draw.Stride, FirstLine, rest, draw.Units);
        }
        while (isWhole && (stale = Next()) >= 0);
        return values.End(isWhole);
    }

    private int FirstLine => chosen.Length == 0 ? 0 : chosen[^1] + 1;

    private ref double PlaneOf(NeuronDraw of) => ref chosen.Length == 0 ? ref of.First : ref levels[^1].First;

    private void Start()
    {
        made = 0;
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i] = i;
        }
    }

    /// <summary>
    /// What of a unit's coefficients counts as 0 after restrictions: rounding, where two hyperplanes are parallel. In the
    /// plane itself nothing but 0 does.
    /// </summary>
    private void Measure(NeuronDraw of)
    {
        for (var j = 0; j < (chosen.Length > 0 ? draw.Length : 0); j += T.Count)
        {
            var size = T.Of(0.0);
            for (var q = 0; q < draw.Inputs; q++)
            {
                var other = T.Abs(T.Load(ref Unsafe.Add(ref of.First, q * of.Stride + j)));
                size = T.IfLess(size, other, other, size);
            }

            T.Store(size * T.Of(ISupremum.Tolerance), ref Unsafe.Add(ref sizes.First, j));
        }
    }

    /// <summary>The next units of a plane; the first place that changed, −1 when there is none.</summary>
    private int Next()
    {
        // One unit must be left for the line.
        for (var at = chosen.Length - 1; at >= 0; at--)
        {
            if (chosen[at] < draw.Units - 1 - (chosen.Length - at))
            {
                chosen[at]++;
                for (var after = at + 1; after < chosen.Length; after++)
                {
                    chosen[after] = chosen[after - 1] + 1;
                }

                return at;
            }
        }

        return -1;
    }

    /// <summary>Makes the plane of the chosen units; whether it could be made.</summary>
    /// <param name="of">What is reduced.</param>
    /// <param name="stale">First place whose unit is another than before.</param>
    /// <param name="hasOffsets">Whether b is carried along.</param>
    private bool Reduce(NeuronDraw of, int stale, bool hasOffsets)
    {
        for (made = Math.Min(made, stale); made < chosen.Length; made++)
        {
            ref var from = ref made == 0 ? ref of.First : ref levels[made - 1].First;
            if (!Restriction.Restrict<T>(
                ref from,
                ref levels[made].First,
                (draw.Stride, draw.Length),
                draw.Inputs - made,
                chosen[made],
                Unsafe.Add(ref sizes.First, chosen[made]),
                hasOffsets))
            {
                return false;
            }
        }

        return true;
    }

    private void Rest()
    {
        var count = 0;
        for (var unit = 0; unit < draw.Units; unit++)
        {
            if (!chosen.Contains(unit))
            {
                rest[count++] = unit;
            }
        }
    }
}
