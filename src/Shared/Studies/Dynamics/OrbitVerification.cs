using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>Whether an orbit's end stands in twice the precision, from the state that float64 came to.</summary>
internal static class OrbitVerification
{
    /// <summary>Steps that a verification may take; a dozen parameters take ten times as long as three.</summary>
    private const int MostSteps = 30_000;

    /// <summary>The same of models with two trained layers.</summary>
    private const int MostDeepSteps = 10_000;

    /// <summary>How close float64 takes a return to be, with some room, in parts of the state.</summary>
    private const double Near = 1e-8;

    /// <summary>What twice the precision tells apart, with some room, in parts of the state.</summary>
    private const double Last = 1e-28;

    /// <summary>How far apart two starts are, in parts of the state.</summary>
    private const double Apart = 1e-24;

    /// <summary>How far apart they must come, in parts of the state.</summary>
    private const double Separated = 1e-3;

    /// <summary>
    /// Whether the orbit, which is back after its period as float64 sees it, comes back ever more closely: a thousand times
    /// at least, or to the last digits, and stays there; and whether it does not come back before.
    /// </summary>
    public static bool Returns(OrbitProblem problem, ReadOnlySpan<double> state, int period)
    {
        var formula = new OrbitFormula<DoubleDouble>(problem);
        var theta = Of(state);
        var size = 1 + OrbitDirections.Norm(state);
        var first = Return(formula, theta, period);
        var last = first;
        for (var cycle = 1; cycle * period < StepsOf(problem) && !IsCloser(first, last, size); cycle++)
        {
            last = Return(formula, theta, period);
        }

        // A repelling cycle that chaos has come close to lets go again; pairs of eigenvalues make distances go up and down.
        var closest = last;
        for (var cycle = 0; cycle < 8; cycle++)
        {
            last = Return(formula, theta, period);
        }

        var isHeld = first <= Near * size && IsCloser(first, closest, size) && (last <= 2 * closest || last <= Last * size);
        return isHeld && IsLeast(formula, theta, period, size);
    }

    /// <summary>
    /// Whether two starts that only twice the precision can tell apart come far apart, about as fast as the exponent says,
    /// while both stay bounded.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="state">The orbit's state.</param>
    /// <param name="exponent">Its exponent, above 0.</param>
    public static bool Separates(OrbitProblem problem, ReadOnlySpan<double> state, double exponent)
    {
        var formula = new OrbitFormula<DoubleDouble>(problem);
        var (one, other) = (Of(state), Of(state));
        var size = 1 + OrbitDirections.Norm(state);
        for (var k = 0; k < other.Length; k++)
        {
            other[k] += DoubleDouble.Of((k % 2 == 0 ? 1 : -0.7) * Apart * size);
        }

        // At the exponent's rate it takes this many steps; half and twice as many are as close as so short an orbit tells.
        var expected = (Math.ILogB(Separated / Apart) + 1) * 0.6931471805599453 / exponent;
        var steps = 0;
        while (Distance(one, other) < Separated * size)
        {
            if (steps++ > Math.Min(StepsOf(problem), 2 * expected + 16))
            {
                return false;
            }

            formula.Step(one);
            formula.Step(other);
        }

        return steps > expected / 2 - 16 && IsBounded(formula, one) && IsBounded(formula, other);
    }

    private static int StepsOf(OrbitProblem problem) => problem.Model.IsDeep ? MostDeepSteps : MostSteps;

    private static bool IsCloser(double first, double second, double size) =>
        second <= 1e-3 * first || second <= Last * size;

    /// <summary>The least period, now that the orbit lies on the cycle: no earlier state is as close.</summary>
    private static bool IsLeast(OrbitFormula<DoubleDouble> formula, DoubleDouble[] theta, int period, double size)
    {
        var start = theta.ToArray();
        for (var step = 1; step < period; step++)
        {
            formula.Step(theta);
            if (Distance(start, theta) <= 1e-9 * size)
            {
                return false;
            }
        }

        return true;
    }

    private static double Return(OrbitFormula<DoubleDouble> formula, DoubleDouble[] theta, int period)
    {
        var start = theta.ToArray();
        for (var step = 0; step < period; step++)
        {
            formula.Step(theta);
        }

        return Distance(start, theta);
    }

    private static bool IsBounded(OrbitFormula<DoubleDouble> formula, DoubleDouble[] theta)
    {
        for (var step = 0; step < 256; step++)
        {
            formula.Step(theta);
        }

        return theta.All(v => Math.Abs(v.High) < OrbitFindings.Escaped);
    }

    private static DoubleDouble[] Of(ReadOnlySpan<double> state)
    {
        var theta = new DoubleDouble[state.Length];
        for (var k = 0; k < theta.Length; k++)
        {
            theta[k] = DoubleDouble.Of(state[k]);
        }

        return theta;
    }

    private static double Distance(DoubleDouble[] first, DoubleDouble[] second)
    {
        var largest = 0.0;
        for (var k = 0; k < first.Length; k++)
        {
            var difference = Math.Abs(DoubleDouble.ToDouble(first[k] - second[k]));
            largest = difference > largest || double.IsNaN(difference) ? difference : largest;
        }

        return largest;
    }
}
