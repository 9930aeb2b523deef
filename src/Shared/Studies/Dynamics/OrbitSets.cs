namespace Farm.Studies.Dynamics;

/// <summary>The small data sets whose orbits are looked at.</summary>
internal static class OrbitSets
{
    private static readonly double[] corners = [-1, -1, 1, -1, -1, 1, 1, 1];

    private static readonly Dictionary<string, (double[] Points, double[] Targets)> sets = new(StringComparer.Ordinal)
    {
        ["one"] = ([1], [1]),
        ["mirror"] = ([1, -1], [1, 1]),
        ["lopsided"] = ([1, -2], [1, 1]),
        ["xor"] = (corners, [0, 1, 1, 0]),
        ["and"] = (corners, [0, 0, 0, 1]),
        ["or"] = (corners, [0, 1, 1, 1]),
        ["ones"] = (corners, [1, 1, 1, 1]),
        ["zeros"] = (corners, [0, 0, 0, 0]),
        ["uneven"] = ([1, 0.5, -0.5, 1.25, -1, -0.75, 0.25, -1.5], [1, 0.5, 0.75, 0.25]),
    };

    /// <summary>Sets of one input.</summary>
    public static readonly string[] OfOneInput = ["one", "mirror", "lopsided"];

    /// <summary>Sets of two inputs; the corners are (−1, −1), (1, −1), (−1, 1), (1, 1).</summary>
    public static readonly string[] OfTwoInputs = ["xor", "and", "or", "ones", "zeros", "uneven"];

    /// <summary>A set's points, row-major, and targets.</summary>
    public static (double[] Points, double[] Targets) Of(string name) => sets[name];
}
