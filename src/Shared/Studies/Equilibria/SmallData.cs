using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>A handful of points with rational coordinates and targets.</summary>
/// <param name="Name">Its word in sweeps.</param>
/// <param name="Points">The inputs, all of one dimension from 1 to 3.</param>
/// <param name="Targets">A target for each point.</param>
internal sealed record SmallData(string Name, Rational[][] Points, Rational[] Targets)
{
    /// <summary>The data of both sources, in the order of study <c>xor</c>: (−1,−1), (1,−1), (−1,1), (1,1).</summary>
    public const string Xor = "xor";

    /// <summary>The corners of a cube, of one dimension more than the others'.</summary>
    public const string Parity = "parity-3";

    /// <summary>Three points on a line, of one dimension less.</summary>
    public const string Tent = "tent";

    private static readonly Rational[][] square = Cube(2, low: -1);

    /// <summary>All sets.</summary>
    public static IReadOnlyList<SmallData> All { get; } =
    [
        new(Xor, square, [0, 1, 1, 0]),
        new("xor-unit", Cube(2, low: 0), [0, 1, 1, 0]),
        new("xor-signed", square, [-1, 1, 1, -1]),
        new("and", square, [0, 0, 0, 1]),
        new("or", square, [0, 1, 1, 1]),
        new(Tent, [[-1], [0], [1]], [1, 0, 1]),
        new(Parity, Cube(3, low: -1), [0, 1, 1, 0, 1, 0, 0, 1]),
    ];

    /// <summary>The set of a word.</summary>
    public static SmallData Of(string word) => All.Single(s => s.Name == word);

    /// <summary>Corners of a cube from <paramref name="low"/> to 1, the first coordinate changing fastest.</summary>
    private static Rational[][] Cube(int dimension, int low) =>
    [
        .. Enumerable.Range(0, 1 << dimension).Select(corner => Enumerable.Range(0, dimension)
            .Select(axis => (Rational)((corner >> axis & 1) == 1 ? 1 : low)).ToArray()),
    ];
}
