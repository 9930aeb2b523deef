namespace Farm.Domain;

/// <summary>
/// How far the share of a lattice's points with a property can be from the share of the continuum that they stand for.
/// </summary>
/// <remarks>
/// <para>
/// The rule: a point is inside when it and all its neighbours, the diagonal ones included (8 in a plane), have the
/// property; outside when none of them has; else on the boundary. The share of the continuum lies between inside / N and
/// 1 − outside / N. Beyond the lattice's edge there are no neighbours. A point whose answer is not there is neither.
/// </para>
/// <para>
/// It holds when every box that the boundary cuts has a neighbour whose centre answers otherwise than its own: when
/// nothing is finer than the lattice. A finer lattice tells whether that was so. Where neighbours answer at random the
/// bound is wide, as it should be. It is no confidence interval: nothing was sampled.
/// </para>
/// </remarks>
public static class LatticeShare
{
    /// <summary>How the bound is made, as reports name it.</summary>
    public const string Method =
        "discretisation bound: points all of whose lattice neighbours agree count for sure, those between may count or not";

    /// <summary>The bound.</summary>
    /// <param name="lattice">The points.</param>
    /// <param name="has">Of each point, whether it has the property.</param>
    /// <param name="lacks">Of each point, whether it has it not; a point with neither has no answer yet.</param>
    /// <exception cref="ArgumentException">There are not as many answers as points.</exception>
    public static Interval Bound(TrialLattice lattice, ReadOnlySpan<bool> has, ReadOnlySpan<bool> lacks)
    {
        var points = lattice.Points;
        if (has.Length != points || lacks.Length != points)
        {
            throw new ArgumentException($"There are {has.Length} and {lacks.Length} answers of {points} points.", nameof(has));
        }

        var (inside, outside) = (Sure(lattice, has), Sure(lattice, lacks));
        return new Interval((double)inside / points, (double)(points - outside) / points);
    }

    /// <summary>Points that have something together with all their neighbours; in a list, that have it.</summary>
    private static long Sure(TrialLattice lattice, ReadOnlySpan<bool> all)
    {
        var sure = all.ToArray();
        var stride = 1;
        for (var side = lattice.Sides.Count - 1; lattice.IsOfContinuum && side >= 0; side--)
        {
            Erode(sure, lattice.Sides[side], stride);
            stride *= lattice.Sides[side];
        }

        return sure.LongCount(s => s);
    }

    /// <summary>
    /// Along one side each point keeps what both its neighbours have too. One side after another that is the whole box.
    /// </summary>
    private static void Erode(bool[] points, int side, int stride)
    {
        for (var block = 0; block < points.Length; block += side * stride)
        {
            for (var line = block; line < block + stride; line++)
            {
                var before = true;
                for (var i = 0; i < side; i++)
                {
                    var at = line + i * stride;
                    var here = points[at];
                    points[at] = before && here && (i + 1 == side || points[at + stride]);
                    before = here;
                }
            }
        }
    }
}
