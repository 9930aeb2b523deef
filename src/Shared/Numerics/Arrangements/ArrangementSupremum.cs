using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>
/// The supremum for n₀ ≥ 2: all planes in which n₀ − 2 of the hyperplanes of units with v ≤ 0 meet, and in each the lines of
/// the rest of those units.
/// </summary>
/// <remarks>
/// Units with v above 0 need no lines. The hyperplanes of the others, n₀ of them or more, cut space into regions that have
/// vertices. In each of them the others are linear and those above 0 are convex, so the function is convex: it is bounded above
/// iff it is so along the region's edges without end, and its largest value is then at a vertex. Such edges lie on lines in
/// which n₀ − 1 of the hyperplanes of units with v ≤ 0 meet, such vertices where n₀ of them do. With k units of n₁ that makes
/// C(k, n₀ − 1) lines of C(n₁, n₀ − 1), at n₀ = 6 and n₁ = 24 a seventh or less of a draw that is bounded.
/// <para>
/// Units are put in the order of v: on lines where the units with the lowest v vanish, those that pull the slope up are left, so
/// that a draw that is to fail does so soon. Planes are walked in the order of their units i₁ &lt; i₂ &lt; …, each made of the
/// one before by one restriction, so that only what changed is computed again; in a plane every unit behind the last gives a
/// line, so that each is looked at once.
/// </para>
/// </remarks>
internal sealed class ArrangementSupremum<T> : ISupremum
    where T : struct, IDoubleLanes<T>
{
    /// <summary>From how many units on it pays to put them in order for the values in a single plane.</summary>
    public const int FewestToOrder = 32;

    private readonly NeuronDraw draw;
    private readonly NeuronDraw ordered;
    private readonly int[] order;
    private readonly DoubleMemory[] levels;
    private readonly int[] chosen;
    private readonly DoubleMemory sizes;
    private readonly AxisSlopes<T> axes;
    private readonly PlaneValues<T> values;

    /// <summary>What is walked, and the unit after the last that has lines.</summary>
    private NeuronDraw walked;
    private int last;

    /// <summary>How many levels are those of the chosen units.</summary>
    private int made;

    /// <summary>For one draw after the other.</summary>
    /// <param name="draw">The draw; n₁ ≥ n₀ ≥ 2.</param>
    public ArrangementSupremum(NeuronDraw draw)
    {
        this.draw = draw;
        ordered = new NeuronDraw(draw.Inputs, draw.Units);
        order = new int[draw.Units];
        chosen = new int[draw.Inputs - 2];
        levels = [.. chosen.Select((_, level) => new DoubleMemory((draw.Inputs - level) * draw.Stride))];
        sizes = new DoubleMemory(draw.Stride);
        axes = new AxisSlopes<T>(draw);
        values = new PlaneValues<T>(draw.Units);
        (walked, last) = (draw, draw.Units);
    }

    private int FirstLine => chosen.Length == 0 ? 0 : chosen[^1] + 1;

    private ref double Plane => ref chosen.Length == 0 ? ref walked.First : ref levels[^1].First;

    /// <inheritdoc/>
    public SlopeVerdict Slopes()
    {
        // A single plane's lines come so many at once that choosing among them takes longer.
        if (chosen.Length == 0)
        {
            return PlaneSlopes.Of<T>(
                ref draw.First, ref draw.FirstOuter, ref sizes.First, draw.Stride, (0, draw.Units), draw.Units);
        }

        if (axes.HaveOneAbove0())
        {
            return SlopeVerdict.Unbounded;
        }

        Order(draw.Inputs);
        Measure();
        return SlopesOfPlanes();
    }

    /// <inheritdoc/>
    public Supremum Values(double limit)
    {
        if (chosen.Length > 0 || draw.Units >= FewestToOrder)
        {
            Order(draw.Inputs + 1);
        }

        var isWhole = true;
        var stale = 0;
        values.Begin(limit);
        Start();
        do
        {
            isWhole = Reduce(stale, hasOffsets: true)
                && values.Add(ref Plane, ref walked.FirstOuter, draw.Stride, (FirstLine, last), chosen, draw.Units);
        }
        while (isWhole && (stale = Next()) >= 0);
        return values.End(isWhole);
    }

    private SlopeVerdict SlopesOfPlanes()
    {
        var verdict = SlopeVerdict.Bounded;
        var stale = 0;
        Start();
        do
        {
            if (!Reduce(stale, hasOffsets: false))
            {
                verdict = SlopeVerdict.Undecided;
                continue;
            }

            var plane = PlaneSlopes.Of<T>(
                ref Plane, ref walked.FirstOuter, ref sizes.First, draw.Stride, (FirstLine, last), draw.Units);
            if (plane == SlopeVerdict.Unbounded)
            {
                return plane;
            }

            verdict = plane == SlopeVerdict.Undecided ? plane : verdict;
        }
        while ((stale = Next()) >= 0);
        return verdict;
    }

    /// <summary>The draw with its units in the order of v.</summary>
    /// <param name="rows">How many rows are wanted: those of W, or with b.</param>
    private void Order(int rows)
    {
        var outer = draw.Outer;
        last = 0;
        for (var unit = 0; unit < order.Length; unit++)
        {
            var at = unit;
            for (; at > 0 && outer[order[at - 1]] > outer[unit]; at--)
            {
                order[at] = order[at - 1];
            }

            order[at] = unit;
            last += outer[unit] <= 0 ? 1 : 0;
        }

        for (var unit = 0; unit < order.Length; unit++)
        {
            Unsafe.Add(ref ordered.FirstOuter, unit) = outer[order[unit]];
            for (var row = 0; row < rows; row++)
            {
                Unsafe.Add(ref ordered.First, row * draw.Stride + unit) =
                    Unsafe.Add(ref draw.First, row * draw.Stride + order[unit]);
            }
        }

        // Fewer than n₀ leave regions without a vertex, and the function without a bound: lines of the rest show it.
        last = last < draw.Inputs ? draw.Units : last;
        walked = ordered;
    }

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
    private void Measure()
    {
        for (var j = 0; j < draw.Length; j += T.Count)
        {
            var size = T.Of(0.0);
            for (var q = 0; q < draw.Inputs; q++)
            {
                var other = T.Abs(T.Load(ref Unsafe.Add(ref walked.First, q * draw.Stride + j)));
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
            if (chosen[at] < last - 1 - (chosen.Length - at))
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
    /// <param name="stale">First place whose unit is another than before.</param>
    /// <param name="hasOffsets">Whether b is carried along.</param>
    private bool Reduce(int stale, bool hasOffsets)
    {
        for (made = Math.Min(made, stale); made < chosen.Length; made++)
        {
            ref var from = ref made == 0 ? ref walked.First : ref levels[made - 1].First;
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
}
