using System.Numerics;

namespace Farm.Numerics;

/// <summary>The real roots of a polynomial: exact where they are rational, else the float64 next to them.</summary>
/// <remarks>
/// Sturm's theorem counts the roots in an interval, bisection isolates and narrows them; every sign is of an exact number.
/// </remarks>
public static class RealRoots
{
    /// <summary>The distinct real roots in ascending order.</summary>
    /// <param name="polynomial">Not 0.</param>
    public static IReadOnlyList<RealRoot> Of(Polynomial polynomial)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(polynomial.Degree, 0);
        if (polynomial.Degree == 0)
        {
            return [];
        }

        // Multiplicities: a root of multiplicity m is a root of the first m polynomials of this chain.
        List<Polynomial> chain = [polynomial];
        while (chain[^1].Degree > 0)
        {
            chain.Add(Polynomial.CommonDivisor(chain[^1], chain[^1].Derivative()));
        }

        var simple = polynomial.DividedBy(chain[1]).Quotient;
        var counts = chain.Where(p => p.Degree > 0)
            .Select(p => new SturmChain(p.DividedBy(Polynomial.CommonDivisor(p, p.Derivative())).Quotient)).ToList();
        var sturm = new SturmChain(simple);
        var bound = Bound(simple);
        List<(Rational Low, Rational High)> isolated = [];
        Isolate(sturm, -bound, bound, isolated);
        return
        [
            .. isolated.Select(i => Narrowed(simple, sturm, i.Low, i.High, counts.Count(c => c.RootsIn(i.Low, i.High) > 0))),
        ];
    }

    /// <summary>Cauchy's: every root is smaller in size.</summary>
    private static Rational Bound(Polynomial polynomial)
    {
        var most = Rational.Zero;
        foreach (var coefficient in polynomial.Coefficients)
        {
            var size = coefficient / polynomial.Coefficients[^1];
            size = size.Sign < 0 ? -size : size;
            most = size > most ? size : most;
        }

        return most + 1;
    }

    private static void Isolate(SturmChain sturm, Rational low, Rational high, List<(Rational Low, Rational High)> into)
    {
        var count = sturm.RootsIn(low, high);
        if (count == 1)
        {
            into.Add((low, high));
        }
        else if (count > 1)
        {
            var middle = (low + high) / 2;
            Isolate(sturm, low, middle, into);
            Isolate(sturm, middle, high, into);
        }
    }

    /// <summary>The one root in (low, high].</summary>
    private static RealRoot Narrowed(Polynomial polynomial, SturmChain sturm, Rational low, Rational high, int multiplicity)
    {
        // With whole coefficients and leading coefficient a, a rational root times a is a whole number.
        var scale = polynomial.Coefficients
            .Aggregate(BigInteger.One, (s, c) => s / BigInteger.GreatestCommonDivisor(s, c.Denominator) * c.Denominator);
        var lead = Rational.Of(scale, 1) * polynomial.Coefficients[^1];
        lead = lead.Sign < 0 ? -lead : lead;
        while ((high - low) * lead * 2 > Rational.One)
        {
            (low, high) = Half(sturm, low, high);
        }

        var near = high * lead;
        var whole = BigInteger.DivRem(near.Numerator, near.Denominator, out var rest) - (rest.Sign < 0 ? 1 : 0);
        var candidate = Rational.Of(whole, 1) / lead;
        if (candidate > low && polynomial.At(candidate).IsZero)
        {
            return new RealRoot(candidate.ToDouble(), multiplicity) { Exact = candidate };
        }

        while (low.ToDouble() != high.ToDouble())
        {
            (low, high) = Half(sturm, low, high);
        }

        return new RealRoot(high.ToDouble(), multiplicity);
    }

    private static (Rational Low, Rational High) Half(SturmChain sturm, Rational low, Rational high)
    {
        var middle = (low + high) / 2;
        return sturm.RootsIn(low, middle) == 1 ? (low, middle) : (middle, high);
    }
}

/// <summary>A real root of a polynomial.</summary>
/// <param name="Value">The root, or the float64 nearest to it.</param>
/// <param name="Multiplicity">How often it is one.</param>
public sealed record RealRoot(double Value, int Multiplicity)
{
    /// <summary>The root itself where it is rational; null where it is not.</summary>
    public Rational? Exact { get; init; }
}
