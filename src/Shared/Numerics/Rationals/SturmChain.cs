namespace Farm.Numerics;

/// <summary>Counts the real roots of a polynomial without multiple ones (Sturm 1829).</summary>
internal sealed class SturmChain
{
    private readonly List<Polynomial> chain;

    /// <summary>The chain of a polynomial of degree 1 or more that has no multiple root.</summary>
    public SturmChain(Polynomial polynomial)
    {
        chain = [polynomial, polynomial.Derivative()];
        while (chain[^1].Degree > 0)
        {
            var rest = chain[^2].DividedBy(chain[^1]).Remainder;
            chain.Add(Polynomial.Of([.. rest.Coefficients.Select(c => -c)]));
        }
    }

    /// <summary>Distinct roots in (low, high].</summary>
    public int RootsIn(Rational low, Rational high) => Changes(low) - Changes(high);

    private int Changes(Rational x)
    {
        var (changes, last) = (0, 0);
        foreach (var polynomial in chain)
        {
            var sign = polynomial.At(x).Sign;
            changes += sign * last < 0 ? 1 : 0;
            last = sign == 0 ? last : sign;
        }

        return changes;
    }
}
