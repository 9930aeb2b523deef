using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>The hyperbolicity of units at the end, a unit a lane: its types, and the counts that they hide.</summary>
/// <remarks>
/// p = 3 parameters and four points, of which any three are independent: the rank is the number of points that reach the
/// unit, but at most 3. Momentum's roots are counted one for each eigenvalue, the dominant one.
/// </remarks>
internal static class XorUnitTypes<T, TModel>
    where T : struct, ILanes<T>
    where TModel : struct, IXorModel
{
    private static T One => T.Of(1f);

    private static T Zero => T.Of(0f);

    /// <summary>Measures a unit of <see cref="ILanes{TSelf}.Count"/> trials from <paramref name="trial"/> on.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Measure(
        XorFinished finished, XorOutputs outputs, int unit, int trial, in XorSettings settings, T z0, T z1, T z2, T z3)
    {
        var curvature = new XorCurvature<T>(On(z0), On(z1), On(z2), On(z3));
        Scales(finished, unit, trial, settings, out var x, out var y, out var b, out var factor);
        var isFinite = T.LessOrEqual((x + y) + b, T.Of(float.MaxValue)) & IsFinite(finished, unit, trial, out var isCollapsed);
        var slopeSquare = settings.Slope * settings.Slope;
        var reaching = slopeSquare > 0 ? T.Of(4f) : curvature.Count;
        var rank = T.IfLess(T.Of(3f), reaching, T.Of(3f), reaching);
        var forced = T.Of(3f) - rank;
        var isOff = T.Equal(reaching, Zero);

        var rule = settings.Borders;
        var belowEdge = Below(curvature, settings, T.Of(rule.Edge) * factor, x, y, b);
        var below = Zero;
        if (rule.HasBelow)
        {
            below = Below(curvature, settings, T.Of(rule.Outer) * factor, x, y, b)
                - Below(curvature, settings, T.Of(rule.Inner) * factor, x, y, b);
        }

        var above = T.Of(3f) - belowEdge;
        var inside = belowEdge - below;
        var flips = Below(curvature, settings, T.Of(rule.FlipTo) * factor, x, y, b)
            - Below(curvature, settings, T.Of(rule.FlipFrom) * factor, x, y, b);

        // Twice the trace is Σ (k(1 − s²) + 4s²)/D; flat is below a thousandth of its share.
        var diagonal = T.FusedMultiplyAdd(curvature.Count, T.Of(1 - slopeSquare), T.Of(4 * slopeSquare));
        var share = T.Of(1e-3f) * diagonal * ((One / x + One / y) + One / b) / rank;
        var flat = Below(curvature, settings, share, x, y, b) - forced;
        flat = T.IfLess(flat, Zero, Zero, flat);
        var stable = T.Of(rule.Stable) * factor;
        var scaledAbove = Above(curvature, settings, stable, x, y, b);
        var scaledBelow = Below(curvature, settings, stable, x, y, b);
        var on = T.Of(3f) - scaledBelow - scaledAbove;
        scaledBelow = scaledBelow - forced - flat;

        Put(outputs, XorOutput.UnitFixed, unit, trial, isFinite, isOff, Type(below, inside, above, isCollapsed), typed: true);
        Put(outputs, XorOutput.UnitSpan, unit, trial, isFinite, isOff, Type(below, inside - forced, above, isCollapsed), typed: true);
        Put(outputs, XorOutput.UnitScaled, unit, trial, isFinite, isOff, Type(scaledBelow, on, scaledAbove, isCollapsed), typed: true);
        Put(outputs, XorOutput.UnitRank, unit, trial, isFinite, isOff, rank, typed: false);
        Put(outputs, XorOutput.UnitBelow, unit, trial, isFinite, isOff, below, typed: false);
        Put(outputs, XorOutput.UnitAbove, unit, trial, isFinite, isOff, above, typed: false);
        Put(outputs, XorOutput.UnitFlat, unit, trial, isFinite, isOff, flat, typed: false);
        Put(outputs, XorOutput.UnitScaledAbove, unit, trial, isFinite, isOff, scaledAbove, typed: false);
        Put(outputs, XorOutput.UnitFlips, unit, trial, isFinite, isOff, flips, typed: false);
    }

    /// <summary>Adam's D by parameter, 1 under other rules, and what the borders are multiplied by.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Scales(
        XorFinished finished, int unit, int trial, in XorSettings settings, out T x, out T y, out T b, out T factor)
    {
        (x, y, b, factor) = (One, One, One, One);
        if (settings.Optimizer != "adam")
        {
            return;
        }

        factor = T.Load(ref finished.MeanWeight(trial));
        var scale = One / T.Load(ref finished.SquareWeight(trial));
        var epsilon = T.Of(settings.Epsilon);
        x = T.SquareRoot(T.Load(ref finished.Square(3 * unit, trial)) * scale) + epsilon;
        y = T.SquareRoot(T.Load(ref finished.Square(3 * unit + 1, trial)) * scale) + epsilon;
        b = T.SquareRoot(T.Load(ref finished.Square(3 * unit + 2, trial)) * scale) + epsilon;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T IsFinite(XorFinished finished, int unit, int trial, out T isCollapsed)
    {
        var wx = T.Load(ref finished.Parameter(3 * unit, trial));
        var wy = T.Load(ref finished.Parameter(3 * unit + 1, trial));
        var bias = T.Load(ref finished.Parameter(3 * unit + 2, trial));
        var square = T.FusedMultiplyAdd(wx, wx, T.FusedMultiplyAdd(wy, wy, bias * bias));
        isCollapsed = T.Less(square, T.Of(1e-8f));
        return T.LessOrEqual(square, T.Of(float.MaxValue));
    }

    /// <summary>Eigenvalues, all three, below half a border.</summary>
    private static T Below(in XorCurvature<T> curvature, in XorSettings settings, T border, T x, T y, T b)
    {
        Coefficients(curvature, settings, border, x, y, b, out var trace, out var second, out var third);
        return XorCurvature<T>.Changes(trace, second, third);
    }

    /// <summary>Eigenvalues, all three, above half a border.</summary>
    private static T Above(in XorCurvature<T> curvature, in XorSettings settings, T border, T x, T y, T b)
    {
        Coefficients(curvature, settings, border, x, y, b, out var trace, out var second, out var third);
        return XorCurvature<T>.Changes(-trace, second, -third);
    }

    /// <remarks>A method of its own: all of them at once have more locals than the compiler follows.</remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Coefficients(
        in XorCurvature<T> curvature, in XorSettings settings, T border, T x, T y, T b, out T trace, out T second, out T third)
    {
        var (tauX, tauY, tauB) = (border * x, border * y, border * b);
        if (settings.Slope > 0)
        {
            var square = settings.Slope * settings.Slope;
            var (less, scale) = (T.Of(4 * square), T.Of(1 / (1 - square)));
            (tauX, tauY, tauB) = ((tauX - less) * scale, (tauY - less) * scale, (tauB - less) * scale);
        }

        curvature.Coefficients(tauX, tauY, tauB, out trace, out second, out third);
    }

    /// <summary>The code of <see cref="UnitType"/> that counts make.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Type(T below, T inside, T above, T isCollapsed)
    {
        var sink = T.Select(isCollapsed, T.Of((float)UnitType.CollapsedSink), T.Of((float)UnitType.HealthySink));
        var rest = T.IfLess(Zero, below, T.Of((float)UnitType.Saddle), T.Of((float)UnitType.Source));
        var type = T.IfLess(Zero, above, rest, sink);
        return T.IfLess(Zero, inside, T.Of((float)UnitType.NonHyperbolic), type);
    }

    /// <summary>A type, or a count: 0 where there is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Put(
        XorOutputs outputs, XorOutput output, int unit, int trial, T isFinite, T isOff, T value, bool typed)
    {
        value = T.Select(isOff, typed ? T.Of((float)UnitType.Off) : Zero, value);
        value = T.Select(isFinite, value, typed ? T.Of((float)UnitType.NotFinite) : Zero);
        T.Store(value, ref outputs.At(output + unit, trial));
    }

    private static T On(T z) => T.Select(T.Less(Zero, TModel.IsAbsolute ? T.Abs(z) : z), One, Zero);
}
