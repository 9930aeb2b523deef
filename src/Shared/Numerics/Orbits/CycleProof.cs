namespace Farm.Numerics;

/// <summary>A proof, without any rounding, that a cycle exists.</summary>
public static class CycleProof
{
    /// <summary>How far from the orbit's state the cycle may be, in parts of 1 + the largest parameter.</summary>
    private const double Near = 1e-4;

    /// <summary>
    /// Whether gradient descent has a cycle of this very period near an orbit's state, each of whose points lies strictly
    /// inside the activity pattern that the orbit's own point has.
    /// </summary>
    /// <remarks>
    /// On each pattern the map is affine while only one layer is trained; so is the map of the whole period on the product of
    /// patterns that the orbit goes through, θ → M·θ + m. (I − M)θ* = m is solved in whole numbers; then the exact orbit of
    /// θ* must return after the period and not before, with the orbit's pattern at each point and no z equal to 0; and θ* lies within 10⁻⁴ of the state. What is
    /// proved is proved of the exact map with the float64 that 2η/N, points, targets and slope are.
    /// </remarks>
    /// <param name="problem">The problem.</param>
    /// <param name="state">The orbit's state.</param>
    /// <param name="period">Its period, at least 1.</param>
    /// <returns>False also where no proof of this kind is: a trained output, or a family of cycles.</returns>
    public static bool Exists(OrbitProblem problem, ReadOnlySpan<double> state, int period)
    {
        var patterns = Patterns(problem, state, period);
        if (problem.Model.IsDeep || patterns is null)
        {
            return false;
        }

        var (matrix, shift) = Composite(problem, state, period, out var isInside);
        if (!isInside || Fixed(matrix, shift) is not var (numerators, denominator)
            || !IsNear(state, numerators, denominator))
        {
            return false;
        }

        // The map is homogeneous: parameters over a denominator go as they do with targets times the denominator.
        var formula = new OrbitFormula<Dyadic>(problem, denominator);
        var theta = numerators.ToArray();
        for (var step = 0; step < period; step++)
        {
            var (active, isOnKink) = formula.Pattern(theta);
            if (isOnKink || active != patterns[step] || (step > 0 && theta.AsSpan().SequenceEqual(numerators)))
            {
                return false;
            }

            formula.Step(theta);
        }

        return theta.AsSpan().SequenceEqual(numerators);
    }

    /// <summary>The patterns of the float64 orbit; null where it meets a kink.</summary>
    private static ulong[]? Patterns(OrbitProblem problem, ReadOnlySpan<double> state, int period)
    {
        var formula = new OrbitFormula<Float64>(problem);
        var theta = new Float64[state.Length];
        for (var k = 0; k < theta.Length; k++)
        {
            theta[k] = new(state[k]);
        }

        var patterns = new ulong[period];
        for (var step = 0; step < period; step++)
        {
            var (active, isOnKink) = formula.Pattern(theta);
            if (isOnKink)
            {
                return null;
            }

            patterns[step] = active;
            formula.Step(theta);
        }

        return patterns;
    }

    /// <summary>The map of a whole period on the patterns of the exact orbit of a state.</summary>
    private static (Dyadic[] Matrix, Dyadic[] Shift) Composite(
        OrbitProblem problem, ReadOnlySpan<double> state, int period, out bool isInside)
    {
        var n = state.Length;
        var formula = new OrbitFormula<Dyadic>(problem);
        Dyadic[] theta = [.. state.ToArray().Select(Dyadic.Of)];
        var start = theta.ToArray();
        Dyadic[] matrix = [.. Enumerable.Range(0, n * n).Select(i => Dyadic.Of(i % (n + 1) == 0 ? 1 : 0))];
        var jacobian = new Dyadic[n * n];
        isInside = true;
        for (var step = 0; step < period; step++)
        {
            isInside &= !formula.Pattern(theta).IsOnKink;
            formula.Jacobian(theta, jacobian);
            matrix = Product(jacobian, matrix, n);
            formula.Step(theta);
        }

        var turned = Product(matrix, start, n);
        return (matrix, [.. theta.Zip(turned).Select(p => p.First - p.Second)]);
    }

    /// <summary>Patterns alone do not tell one cycle from another that goes through the same.</summary>
    private static bool IsNear(ReadOnlySpan<double> state, Dyadic[] numerators, Dyadic denominator)
    {
        var size = 1.0;
        foreach (var value in state)
        {
            size = Math.Max(size, 1 + Math.Abs(value));
        }

        var most = Dyadic.Of(Near * size) * denominator;
        for (var k = 0; k < state.Length; k++)
        {
            var difference = numerators[k] - Dyadic.Of(state[k]) * denominator;
            if (Dyadic.Sign(most - difference) < 0 || Dyadic.Sign(most + difference) < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static (Dyadic[] Numerators, Dyadic Denominator)? Fixed(Dyadic[] matrix, Dyadic[] shift)
    {
        var n = shift.Length;
        return LinearSystem.Solve([.. matrix.Select((v, i) => Dyadic.Of(i % (n + 1) == 0 ? 1 : 0) - v)], shift);
    }

    /// <summary>A matrix of order n times one of n rows.</summary>
    private static Dyadic[] Product(Dyadic[] left, Dyadic[] right, int n)
    {
        var columns = right.Length / n;
        var product = new Dyadic[right.Length];
        for (var i = 0; i < product.Length; i++)
        {
            var sum = Dyadic.Of(0);
            for (var k = 0; k < n; k++)
            {
                sum += left[i / columns * n + k] * right[k * columns + i % columns];
            }

            product[i] = sum;
        }

        return product;
    }
}
