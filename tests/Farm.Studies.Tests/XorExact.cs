namespace Farm.Studies.Tests;

/// <summary>The mean loss in float64, straight from its definition.</summary>
internal static class XorExact
{
    private static readonly (double X, double Y, double Target)[] points = [(-1, -1, 0), (1, -1, 1), (-1, 1, 1), (1, 1, 0)];

    public static double Loss(string kind, double[] theta)
    {
        var cell = XorCells.Of(kind);
        var model = cell.Parameters["model"].Word;
        var slope = model == "abs" ? -1 : cell.Parameters["slope"].Number;
        var units = model == "relu-pair" ? 2 : 1;
        return points.Average(p =>
        {
            var output = Enumerable.Range(0, units).Sum(u =>
            {
                var z = theta[3 * u] * p.X + theta[3 * u + 1] * p.Y + theta[3 * u + 2];
                return z > 0 ? z : slope * z;
            });
            return (output - p.Target) * (output - p.Target);
        });
    }

    /// <summary>Central difference of the loss by one parameter.</summary>
    public static double Derivative(string kind, float[] theta, int parameter, double step, out bool isAcrossKink)
    {
        var exact = theta.Select(t => (double)t).ToArray();
        isAcrossKink = points.Any(p => Enumerable.Range(0, 2).Any(u =>
            Math.Abs(exact[3 * u] * p.X + exact[3 * u + 1] * p.Y + exact[3 * u + 2]) < 2 * step));
        double At(double offset)
        {
            var moved = (double[])exact.Clone();
            moved[parameter] += offset;
            return Loss(kind, moved);
        }

        return (At(step) - At(-step)) / (2 * step);
    }
}
