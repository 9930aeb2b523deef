namespace Farm.Numerics.Tests.Orbits;

/// <summary>One problem of each kind that a kernel distinguishes.</summary>
internal static class OrbitCases
{
    public static readonly LaneWidth[] Widths = [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    private static readonly double[] corners = [-1, -1, 1, -1, -1, 1, 1, 1];
    private static readonly double[] uneven = [1, 0.5, -0.5, 1.25, -1, -0.75, 0.25, -1.5];

    public static IReadOnlyDictionary<string, OrbitProblem> All { get; } = new Dictionary<string, OrbitProblem>
    {
        ["weight-linear"] = new(new(1, 1, false, false, 1), [1, -2], [1, 1], 0.15),
        ["weight-relu"] = new(new(1, 1, false, false, 0), [1, -2, 0], [1, 0.5, 3], 0.4),
        ["weight-leaky"] = new(new(1, 1, false, false, 0.25), [1, -1], [1, 1], 1.9),
        ["weight-abs"] = new(new(1, 1, false, false, -1), [1], [1], 1.3),
        ["abs-xor"] = new(new(2, 1, true, false, -1), corners, [0, 1, 1, 0], 0.7),
        ["abs-ones"] = new(new(2, 1, true, false, -1), corners, [1, 1, 1, 1], 1.3),
        ["abs-uneven"] = new(new(2, 1, true, false, -1), uneven, [1, 0.5, 0.25, -0.5], 0.7),
        ["relu-xor"] = new(new(2, 1, true, false, 0), corners, [0, 1, 1, 0], 0.9),
        ["leaky-uneven"] = new(new(2, 1, true, false, 0.1), uneven, [1, 0.5, 0.25, -0.5], 0.5),
        ["relu-pair-xor"] = new(new(2, 2, true, false, 0), corners, [0, 1, 1, 0], 0.4),
        ["leaky-pair-uneven"] = new(new(2, 2, true, false, 0.3), uneven, [1, 0.5, 0.25, -0.5], 0.3),
        ["2-3-1-xor"] = new(new(2, 3, true, true, 0), corners, [0, 1, 1, 0], 0.3),
        ["2-2-1-abs"] = new(new(2, 2, true, true, -1), uneven, [1, 0.5, 0.25, -0.5], 0.1),
        ["1-1-1"] = new(new(1, 1, true, true, 0.2), [1, -1], [1, 0], 0.2),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Random states of all lanes, some exactly on a kink.</summary>
    public static double[] States(OrbitProblem problem, Random random)
    {
        double[] states = [.. Enumerable.Range(0, problem.Model.Parameters * IOrbitKernel.Lanes).Select(_ => 3 * random.NextDouble() - 1.5)];
        for (var row = 0; row < problem.Model.Parameters; row++)
        {
            states[row * IOrbitKernel.Lanes] = 0;
        }

        return states;
    }

    public static Float64[] Lane(ReadOnlySpan<double> states, int lane)
    {
        var theta = new Float64[states.Length / IOrbitKernel.Lanes];
        for (var row = 0; row < theta.Length; row++)
        {
            theta[row] = new(states[row * IOrbitKernel.Lanes + lane]);
        }

        return theta;
    }
}
