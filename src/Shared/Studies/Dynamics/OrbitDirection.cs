namespace Farm.Studies.Dynamics;

/// <summary>What the direction θ/‖θ‖ does while the norm leaves all bounds.</summary>
internal enum OrbitDirection
{
    /// <summary>It does not leave them.</summary>
    Bounded,

    /// <summary>The direction settles.</summary>
    Settled,

    /// <summary>It changes its sign in each step.</summary>
    Flipping,

    /// <summary>It comes back after two steps.</summary>
    Alternating,

    /// <summary>None of these.</summary>
    Turning,
}

/// <summary>Finds it out.</summary>
internal static class OrbitDirections
{
    private const double Tolerance = 1e-6;
    private const int MostSteps = 400;
    private const double MostNorm = 1e120;

    /// <summary>Goes on from a state of very large or very small norm while float64 can hold it, and looks at the last steps.</summary>
    public static OrbitDirection Of(OrbitPlane plane, ReadOnlySpan<double> state)
    {
        var directions = new double[3][];
        var theta = state.ToArray();
        for (var step = 0; step < MostSteps; step++)
        {
            var norm = Norm(theta);
            if (!(norm < MostNorm && norm > 1 / MostNorm))
            {
                break;
            }

            directions = [directions[1], directions[2], [.. theta.Select(v => v / norm)]];
            plane.Step(theta);
        }

        return directions[0] is null ? OrbitDirection.Turning
            : Distance(directions[1], directions[2], 1) <= Tolerance ? OrbitDirection.Settled
            : Distance(directions[1], directions[2], -1) <= Tolerance ? OrbitDirection.Flipping
            : Distance(directions[0], directions[2], 1) <= Tolerance ? OrbitDirection.Alternating
            : OrbitDirection.Turning;
    }

    /// <summary>‖θ‖.</summary>
    public static double Norm(ReadOnlySpan<double> state)
    {
        // Scaled, so that squares of very large and very small numbers stay in range.
        var largest = 0.0;
        foreach (var value in state)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        var sum = 0.0;
        foreach (var value in state)
        {
            sum += value / largest * (value / largest);
        }

        return largest * Math.Sqrt(sum);
    }

    private static double Distance(double[] first, double[] second, int sign)
    {
        var difference = new double[first.Length];
        for (var k = 0; k < first.Length; k++)
        {
            difference[k] = second[k] - sign * first[k];
        }

        return Norm(difference);
    }
}
