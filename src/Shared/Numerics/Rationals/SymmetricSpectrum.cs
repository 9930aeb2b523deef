namespace Farm.Numerics;

/// <summary>All eigenvalues of a symmetric rational matrix, exact where they are rational.</summary>
public static class SymmetricSpectrum
{
    /// <summary>The eigenvalues in ascending order, each as often as it is one.</summary>
    /// <param name="matrix">Rows, square and symmetric, at least one.</param>
    /// <exception cref="ArgumentException">The matrix is not symmetric.</exception>
    public static IReadOnlyList<RealRoot> Of(IReadOnlyList<Rational[]> matrix)
    {
        ArgumentOutOfRangeException.ThrowIfZero(matrix.Count);
        for (var i = 0; i < matrix.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (matrix[i][j] != matrix[j][i])
                {
                    throw new ArgumentException($"Row {i} and column {j} do not mirror each other.", nameof(matrix));
                }
            }
        }

        return [.. RealRoots.Of(Polynomial.CharacteristicOf(matrix)).SelectMany(r => Enumerable.Repeat(r, r.Multiplicity))];
    }
}
