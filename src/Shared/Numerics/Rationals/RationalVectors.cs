namespace Farm.Numerics;

/// <summary>Exact arithmetic on rows of rational numbers; both of an operation have the same length.</summary>
public static class RationalVectors
{
    /// <summary>Σ aᵢbᵢ.</summary>
    public static Rational Dot(ReadOnlySpan<Rational> a, ReadOnlySpan<Rational> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        var sum = Rational.Zero;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>a + sb.</summary>
    public static Rational[] PlusTimes(ReadOnlySpan<Rational> a, Rational s, ReadOnlySpan<Rational> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        var sum = new Rational[a.Length];
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] = a[i] + s * b[i];
        }

        return sum;
    }

    /// <summary>sa.</summary>
    public static Rational[] Times(Rational s, ReadOnlySpan<Rational> a)
    {
        var product = new Rational[a.Length];
        for (var i = 0; i < product.Length; i++)
        {
            product[i] = s * a[i];
        }

        return product;
    }

    /// <summary>Whether all are 0.</summary>
    public static bool IsZero(ReadOnlySpan<Rational> a)
    {
        foreach (var number in a)
        {
            if (!number.IsZero)
            {
                return false;
            }
        }

        return true;
    }
}
