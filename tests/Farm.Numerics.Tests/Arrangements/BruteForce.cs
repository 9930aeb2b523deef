namespace Farm.Numerics.Tests.Arrangements;

/// <summary>The supremum of a draw the slow way: every direction and every vertex, each from its own linear equations.</summary>
internal static class BruteForce
{
    /// <summary>Whether no slope is above 0, and then the largest value at a vertex, without c; +∞ otherwise.</summary>
    public static (bool IsBounded, double Supremum) Of(NeuronDraw draw) => Of(draw, [.. Enumerable.Range(0, draw.Units)]);

    /// <summary>The same of directions in which units of some vanish, and of vertices of their hyperplanes.</summary>
    public static (bool IsBounded, double Supremum) Of(NeuronDraw draw, int[] units)
    {
        int[] Named(int[] places) => [.. places.Select(place => units[place])];
        var isBounded = Subsets(units.Length, draw.Inputs - 1).Select(Named).All(lines =>
        {
            var direction = Direction(draw, lines);
            return Slope(draw, lines, direction, 1) <= 0 && Slope(draw, lines, direction, -1) <= 0;
        });
        return (isBounded, isBounded
            ? Subsets(units.Length, draw.Inputs).Max(vertex => Value(draw, Named(vertex)))
            : double.PositiveInfinity);
    }

    /// <summary>The largest coordinate of a vertex.</summary>
    public static double Reach(NeuronDraw draw) =>
        Subsets(draw.Units, draw.Inputs).Max(rows => Vertex(draw, rows).Max(Math.Abs));

    /// <summary>All subsets of a size, in order.</summary>
    public static IEnumerable<int[]> Subsets(int count, int size)
    {
        var chosen = Enumerable.Range(0, size).ToArray();
        while (true)
        {
            yield return [.. chosen];
            var at = size - 1;
            while (at >= 0 && chosen[at] == count - size + at)
            {
                at--;
            }

            if (at < 0)
            {
                yield break;
            }

            chosen[at]++;
            for (var after = at + 1; after < size; after++)
            {
                chosen[after] = chosen[after - 1] + 1;
            }
        }
    }

    /// <summary>A vector that some rows of W have no part in: by Cramer's rule.</summary>
    public static double[] Direction(NeuronDraw draw, int[] rows)
    {
        var direction = new double[draw.Inputs];
        for (var coordinate = 0; coordinate < draw.Inputs; coordinate++)
        {
            var others = Enumerable.Range(0, draw.Inputs).Where(q => q != coordinate).ToArray();
            var minor = Determinant([.. rows.Select(r => others.Select(q => draw.Weights(q)[r]).ToArray())]);
            direction[coordinate] = (coordinate % 2 == 0 ? 1 : -1) * minor;
        }

        return direction;
    }

    /// <summary>The point where some of the hyperplanes meet: by Cramer's rule.</summary>
    public static double[] Vertex(NeuronDraw draw, int[] rows)
    {
        double[][] matrix = [.. rows.Select(r => Enumerable.Range(0, draw.Inputs).Select(q => draw.Weights(q)[r]).ToArray())];
        var denominator = Determinant(matrix);
        return
        [
            .. Enumerable.Range(0, draw.Inputs).Select(coordinate => Determinant(
                [.. rows.Select((r, i) => matrix[i].Select((w, q) => q == coordinate ? -draw.Offsets[r] : w).ToArray())])
                / denominator),
        ];
    }

    /// <summary>W_j·x, and b_j times a number.</summary>
    public static double Preactivation(NeuronDraw draw, int unit, double[] x, double offset = 1)
    {
        var z = offset * draw.Offsets[unit];
        for (var q = 0; q < draw.Inputs; q++)
        {
            z += draw.Weights(q)[unit] * x[q];
        }

        return z;
    }

    private static double Slope(NeuronDraw draw, int[] rows, double[] direction, int sign)
    {
        var slope = 0.0;
        for (var unit = 0; unit < draw.Units; unit++)
        {
            slope += rows.Contains(unit) ? 0 : draw.Outer[unit] * Math.Max(0, sign * Preactivation(draw, unit, direction, 0));
        }

        return slope;
    }

    private static double Value(NeuronDraw draw, int[] rows)
    {
        var x = Vertex(draw, rows);
        var value = 0.0;
        for (var unit = 0; unit < draw.Units; unit++)
        {
            value += rows.Contains(unit) ? 0 : draw.Outer[unit] * Math.Max(0, Preactivation(draw, unit, x));
        }

        return value;
    }

    /// <summary>Laplace's expansion: slow, and without a pivot to choose.</summary>
    private static double Determinant(double[][] matrix, int row = 0, int taken = 0)
    {
        if (row == matrix.Length)
        {
            return 1;
        }

        var (sum, sign) = (0.0, 1);
        for (var column = 0; column < matrix.Length; column++)
        {
            if ((taken >> column & 1) == 0)
            {
                sum += sign * matrix[row][column] * Determinant(matrix, row + 1, taken | 1 << column);
                sign = -sign;
            }
        }

        return sum;
    }
}
