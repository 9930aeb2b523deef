using MathNet.Numerics.LinearAlgebra;

namespace Farm.Numerics.Tests.Eigenvalues;

/// <summary>Matrices to try, and their eigenvalues by MathNet.Numerics.</summary>
internal static class Samples
{
    public static Matrix<double> Normal(Random random, int rows, int columns) =>
        Matrix<double>.Build.Dense(rows, columns, (_, _) => Normal(random));

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static Matrix<double> Semidefinite(Random random, int n, int rank)
    {
        var factor = Normal(random, n, rank);
        var matrix = factor * factor.Transpose();
        return (matrix + matrix.Transpose()) / 2;
    }

    /// <summary>In ascending order.</summary>
    public static double[] Eigenvalues(Matrix<double> matrix) =>
        [.. matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(e => e.Real).Order()];

    /// <summary>
    /// Distances of rows of length 1 from the span of those before, the farthest first: by the process of Gram and Schmidt
    /// on the rows themselves, made orthogonal twice.
    /// </summary>
    public static double[] Distances(IEnumerable<Vector<double>> rows)
    {
        List<Vector<double>> left = [.. rows];
        var distances = new List<double>();
        while (left.Count > 0)
        {
            var farthest = left.MaxBy(r => r.L2Norm())!;
            distances.Add(farthest.L2Norm());
            left.Remove(farthest);
            if (distances[^1] > 0)
            {
                var direction = farthest / distances[^1];
                left = [.. left.Select(r => r - direction * (direction * r)).Select(r => r - direction * (direction * r))];
            }
        }

        return [.. distances];
    }

    /// <summary>Row-major, with zeros up to a multiple of eight.</summary>
    public static double[] Padded(Matrix<double> matrix)
    {
        var stride = Wide.Padded(matrix.RowCount);
        var numbers = new double[stride * stride];
        for (var i = 0; i < matrix.RowCount; i++)
        {
            for (var j = 0; j < matrix.ColumnCount; j++)
            {
                numbers[i * stride + j] = matrix[i, j];
            }
        }

        return numbers;
    }
}
