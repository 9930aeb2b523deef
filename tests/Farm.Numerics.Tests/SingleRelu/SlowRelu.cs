namespace Farm.Numerics.Tests.SingleRelus;

/// <summary>Loss and gradient of relu(wx + b) by Gauss–Legendre quadrature over x, between the kinks.</summary>
internal static class SlowRelu
{
    private const double Far = 12;
    private const int Pieces = 24;

    private static readonly double[] nodes =
    [
        0.0950125098376374, 0.2816035507792589, 0.4580167776572274, 0.6178762444026438,
        0.7554044083550030, 0.8656312023878318, 0.9445750230732326, 0.9894009349916499,
    ];

    private static readonly double[] weights =
    [
        0.1894506104550685, 0.1826034150449236, 0.1691565193950025, 0.1495959888165767,
        0.1246289712555339, 0.0951585116824928, 0.0622535239386479, 0.0271524594117541,
    ];

    /// <summary>½·E[(relu(wx + b) − y)²].</summary>
    public static double Loss(bool isRelu, double gamma, double delta, double w, double b) =>
        Mean(gamma, delta, w, b, x => 0.5 * Square(Math.Max(0, w * x + b) - Target(isRelu, gamma, delta, x)));

    /// <summary>What a step descends by: E[1(wx + b > 0)·error·(x, 1)].</summary>
    public static (double W, double B) Gradient(bool isRelu, double gamma, double delta, double w, double b)
    {
        double Slope(double x) => w * x + b > 0 ? w * x + b - Target(isRelu, gamma, delta, x) : 0;
        return (Mean(gamma, delta, w, b, x => Slope(x) * x), Mean(gamma, delta, w, b, Slope));
    }

    private static double Target(bool isRelu, double gamma, double delta, double x) =>
        isRelu ? Math.Max(0, gamma * x + delta) : gamma * x + delta;

    private static double Mean(double gamma, double delta, double w, double b, Func<double, double> of)
    {
        double[] kinks = [-Far, .. new[] { -b / w, -delta / gamma }.Where(k => Math.Abs(k) < Far).Order(), Far];
        var sum = 0.0;
        for (var i = 0; i + 1 < kinks.Length; i++)
        {
            var width = (kinks[i + 1] - kinks[i]) / Pieces;
            for (var piece = 0; piece < Pieces; piece++)
            {
                var (middle, half) = (kinks[i] + (piece + 0.5) * width, width / 2);
                for (var n = 0; n < nodes.Length; n++)
                {
                    foreach (var x in (ReadOnlySpan<double>)[middle - half * nodes[n], middle + half * nodes[n]])
                    {
                        sum += weights[n] * half * of(x) * Math.Exp(-x * x / 2) / Math.Sqrt(Math.Tau);
                    }
                }
            }
        }

        return sum;
    }

    private static double Square(double x) => x * x;
}
