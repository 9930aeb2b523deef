using Farm.Domain;
using Farm.Studies.Xor;

namespace Farm.Studies.Tests;

/// <summary>The largest eigenvalue of a unit's block in training, D^−½HD^−½ written out as a sum over the points.</summary>
internal static class XorScalarCurvature
{
    private static readonly double[][] points = [[-1, -1, 1], [1, -1, 1], [-1, 1, 1], [1, 1, 1]];

    public static double Largest(
        XorScalar network, Cell cell, XorScalarTraining training, int unit, float healingSlope, out double rate)
    {
        var isAdam = cell.Parameters["optimizer"].Word == "adam";
        double eta = (float)cell.Parameters["learning_rate"].Number;
        rate = isAdam ? 2 * eta / ((1 - (double)network.Number("beta1")) * training.MeanWeight) : eta;
        var scale = 1 / training.SquareWeight;
        double[] d = [.. Enumerable.Range(3 * unit, 3).Select(k =>
            isAdam ? (double)(MathF.Sqrt(training.Square[k] * scale) + network.Number("adam_epsilon")) : 1)];
        var matrix = new double[3, 3];
        foreach (var (z, x) in XorScalar.Preactivate(training.Theta, unit).Zip(points))
        {
            double slope = z > 0 ? 1
                : cell.Parameters["model"].Word == "abs" ? (z < 0 ? -1 : 0)
                : Math.Max(network.Number("slope"), healingSlope);
            for (var i = 0; i < 3; i++)
            {
                for (var j = 0; j < 3; j++)
                {
                    matrix[i, j] += 0.5 * (slope * slope) * x[i] * x[j];
                }
            }
        }

        double At(int i, int j) => i == j ? matrix[i, i] / d[i] : matrix[i, j] / Math.Sqrt(d[i] * d[j]);
        return LargestOfThree.Of(At(0, 0), At(1, 1), At(2, 2), At(0, 1), At(0, 2), At(1, 2));
    }
}
