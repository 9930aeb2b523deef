namespace Farm.Numerics;

/// <summary>The numbers below which a unit's λ are counted, and what the counts say.</summary>
internal readonly struct UnitBorders
{
    private const int Fixed = 0;
    private const int Edge = 3;
    private const int Flat = 4;
    private const int FlipFrom = 5;
    private const int FlipTo = 6;
    private const int Curvature = 7;
    private const int Free = 8;
    private const int FreeEdge = 11;

    private readonly RootBands bands;
    private readonly RootBands strict;
    private readonly RootBands freeBands;
    private readonly RootBands freeStrict;
    private readonly (double From, double To) flips;
    private readonly ClassifierSettings settings;

    public UnitBorders(in UpdateRule rule, ClassifierSettings settings)
    {
        var free = UpdateRule.GradientDescent(rule.Rate);
        (bands, strict) = (new(rule, settings.Tolerance), new(rule, 0));
        (freeBands, freeStrict) = (new(free, settings.Tolerance), new(free, 0));
        flips = RootBands.Flips(rule, settings.FlipDistance);
        this.settings = settings;
    }

    /// <summary>Writes the sixteen numbers for a unit.</summary>
    public void Fill(double trace, int rank, Span<double> borders)
    {
        borders.Fill(double.PositiveInfinity);
        (borders[Fixed], borders[Fixed + 1], borders[Fixed + 2]) = (bands.Inner, bands.Outer, bands.Edge);
        (borders[Edge], borders[Flat]) = (strict.Edge, settings.FlatShare * trace / rank);
        (borders[FlipFrom], borders[FlipTo]) = (flips.From, flips.To);
        borders[Curvature] = settings.FlatCurvature;
        (borders[Free], borders[Free + 1], borders[Free + 2]) = (freeBands.Inner, freeBands.Outer, freeBands.Edge);
        borders[FreeEdge] = freeStrict.Edge;
    }

    /// <summary>Adds what counts say to a report that has its rank and its parameters' norm.</summary>
    public UnitReport Read(in UnitReport report, ReadOnlySpan<int> counts)
    {
        var (rank, all) = (report.Rank, report.Parameters);
        var isCollapsed = report.Norm < settings.LeastNorm;
        var flat = counts[Flat];
        TypedCounts Typed(BandCounts band) => new(band.TypeOf(isCollapsed), band);

        return report with
        {
            Fixed = Typed(WithZeros(bands, counts[Fixed], counts[Fixed + 1], counts[Fixed + 2], all, all - rank)),
            Span = Typed(bands.Count(counts[Fixed], counts[Fixed + 1], counts[Fixed + 2], rank)),
            Scaled = Typed(Strict(strict, flat, counts[Edge], rank)),
            Flat = flat,
            Flips = counts[FlipTo] - counts[FlipFrom],
            FreeFixed = Typed(WithZeros(freeBands, counts[Free], counts[Free + 1], counts[Free + 2], all, all - rank)),
            FreeSpan = Typed(freeBands.Count(counts[Free], counts[Free + 1], counts[Free + 2], rank)),
            FreeScaled = Typed(Strict(freeStrict, flat, counts[FreeEdge], rank)),
            IsCurvatureFlat = rank < all || counts[Curvature] > 0,
        };
    }

    /// <summary>A report of a unit whose H is 0, or not known.</summary>
    public UnitReport Without(in UnitReport report, UnitType type)
    {
        TypedCounts Typed(BandCounts band) => new(type, band);

        var zeros = WithZeros(bands, 0, 0, 0, report.Parameters, report.Parameters);
        var freeZeros = WithZeros(freeBands, 0, 0, 0, report.Parameters, report.Parameters);
        var isKnown = type != UnitType.NotFinite;
        return report with
        {
            Fixed = Typed(isKnown ? zeros : default),
            Span = Typed(default),
            Scaled = Typed(default),
            FreeFixed = Typed(isKnown ? freeZeros : default),
            FreeSpan = Typed(default),
            FreeScaled = Typed(default),
            IsCurvatureFlat = isKnown,
            FreeFactor = isKnown ? 1 : double.NaN,
            Trace = isKnown ? 0 : double.NaN,
            Largest = isKnown ? 0 : double.NaN,
            Smallest = isKnown ? 0 : double.NaN,
        };
    }

    /// <summary>The forced zeros are below every border above 0.</summary>
    private static BandCounts WithZeros(in RootBands bands, int inner, int outer, int edge, int all, int zeros) =>
        bands.Count(inner + (bands.Inner > 0 ? zeros : 0), outer + zeros, edge + zeros, all);

    /// <summary>Without flat λ, which are below every other border; with τ = 0 no root is in the band.</summary>
    private static BandCounts Strict(in RootBands strict, int flat, int edge, int rank)
    {
        var below = Math.Max(0, edge - flat);
        return strict.Count(0, below, below, rank - flat);
    }
}
