namespace Farm.Numerics;

/// <summary>The regions into which the hyperplanes W_j·x + b_j = 0 cut space, by enumeration: for small arrangements.</summary>
/// <remarks>
/// A region's codeword has bit j set where z_j is above 0. In general position and with n₁ ≥ n₀ every region has a vertex, and
/// round a vertex all signs of its n₀ hyperplanes occur; every unbounded region has an edge that goes to infinity, and round it
/// all signs of its n₀ − 1 hyperplanes occur. So vertices and ends of lines yield all codewords.
/// </remarks>
public sealed class ArrangementRegions
{
    /// <summary>Most hyperplanes: a codeword is one word.</summary>
    public const int MostUnits = 62;

    private readonly HashSet<ulong> all = [];
    private readonly HashSet<ulong> unbounded = [];
    private readonly NeuronDraw draw;

    /// <summary>Enumerates the regions of a draw in general position.</summary>
    /// <param name="draw">W and b of it are read.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MostUnits"/> units.</exception>
    public ArrangementRegions(NeuronDraw draw)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(draw.Units, MostUnits);
        this.draw = draw;
        if (draw.Units < draw.Inputs)
        {
            // Each hyperplane cuts every region, and none has a vertex.
            for (var code = 0UL; code < 1UL << draw.Units; code++)
            {
                all.Add(code);
                unbounded.Add(code);
            }

            return;
        }

        foreach (var members in Subsets(draw.Units, draw.Inputs))
        {
            Around(all, members, Solve(members, isPoint: true), offset: 1);
        }

        foreach (var members in Subsets(draw.Units, draw.Inputs - 1))
        {
            var direction = Solve(members, isPoint: false);
            Around(unbounded, members, direction, offset: 0);
            Around(unbounded, members, [.. direction.Select(d => -d)], offset: 0);
        }
    }

    /// <summary>Codewords of all regions.</summary>
    public IReadOnlySet<ulong> All => all;

    /// <summary>Codewords of the bounded ones.</summary>
    public IEnumerable<ulong> Bounded => all.Where(code => !unbounded.Contains(code));

    /// <summary>All codewords' bits.</summary>
    public ulong Ones => (1UL << draw.Units) - 1;

    /// <summary>Facets of a region: the hyperplanes behind which there is another.</summary>
    public int Facets(ulong code) => Enumerable.Range(0, draw.Units).Count(unit => all.Contains(code ^ (1UL << unit)));

    /// <summary>Units that are on alone somewhere, so that their axis is met elsewhere than at the origin.</summary>
    public int Axes => Enumerable.Range(0, draw.Units).Count(unit => all.Contains(1UL << unit));

    /// <summary>All subsets of a size, in order.</summary>
    internal static IEnumerable<int[]> Subsets(int count, int size)
    {
        var chosen = Enumerable.Range(0, size).ToArray();
        for (var at = 0; at >= 0;)
        {
            yield return chosen;
            for (at = size - 1; at >= 0 && chosen[at] == count - size + at; at--)
            {
            }

            for (var after = at; at >= 0 && after < size; after++)
            {
                chosen[after] = after == at ? chosen[at] + 1 : chosen[after - 1] + 1;
            }
        }
    }

    private void Around(HashSet<ulong> codes, int[] members, double[] x, int offset)
    {
        var fixedBits = 0UL;
        for (var unit = 0; unit < draw.Units; unit++)
        {
            var z = offset * draw.Offsets[unit];
            for (var q = 0; q < draw.Inputs; q++)
            {
                z += draw.Weights(q)[unit] * x[q];
            }

            fixedBits |= !members.Contains(unit) && z > 0 ? 1UL << unit : 0;
        }

        for (var signs = 0; signs < 1 << members.Length; signs++)
        {
            var code = fixedBits;
            for (var i = 0; i < members.Length; i++)
            {
                code |= (signs >> i & 1) != 0 ? 1UL << members[i] : 0;
            }

            codes.Add(code);
        }
    }

    /// <summary>Where n₀ hyperplanes meet, or the direction along which n₀ − 1 do, by elimination with full pivoting.</summary>
    private double[] Solve(int[] members, bool isPoint)
    {
        var (rows, inputs) = (members.Length, draw.Inputs);
        var matrix = new double[rows, inputs + 1];
        for (var r = 0; r < rows; r++)
        {
            for (var q = 0; q < inputs; q++)
            {
                matrix[r, q] = draw.Weights(q)[members[r]];
            }

            matrix[r, inputs] = isPoint ? -draw.Offsets[members[r]] : 0;
        }

        var pivots = new int[rows];
        for (var r = 0; r < rows; r++)
        {
            Eliminate(matrix, pivots, r);
        }

        // What no pivot determines is 1 along a direction.
        var solution = new double[inputs];
        var free = isPoint ? -1 : Enumerable.Range(0, inputs).Except(pivots).Single();
        for (var r = 0; r < rows; r++)
        {
            solution[pivots[r]] = (matrix[r, inputs] - (free >= 0 ? matrix[r, free] : 0)) / matrix[r, pivots[r]];
        }

        if (free >= 0)
        {
            solution[free] = 1;
        }

        return solution;
    }

    private static void Eliminate(double[,] matrix, int[] pivots, int step)
    {
        var (rows, columns) = (matrix.GetLength(0), matrix.GetLength(1));
        var (row, column) = (step, 0);
        for (var r = step; r < rows; r++)
        {
            for (var q = 0; q < columns - 1; q++)
            {
                (row, column) = Math.Abs(matrix[r, q]) > Math.Abs(matrix[row, column]) ? (r, q) : (row, column);
            }
        }

        pivots[step] = column;
        for (var q = 0; q < columns; q++)
        {
            (matrix[step, q], matrix[row, q]) = (matrix[row, q], matrix[step, q]);
        }

        for (var r = 0; r < rows; r++)
        {
            var factor = r == step ? 0 : matrix[r, column] / matrix[step, column];
            for (var q = 0; q < columns && factor != 0; q++)
            {
                matrix[r, q] -= factor * matrix[step, q];
            }
        }
    }
}
