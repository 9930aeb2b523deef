namespace Farm.Studies.Tests.Equilibria;

/// <summary>The models' loss in plain float64, written independently of the study: the sum of squared errors.</summary>
internal sealed class FloatLoss(string model, double[][] points, double[] targets)
{
    private static readonly double[][] square = [[-1, -1], [1, -1], [-1, 1], [1, 1]];

    public static FloatLoss Xor(string model) => new(model, square, [0, 1, 1, 0]);

    public static FloatLoss Of(string model, string data) => data switch
    {
        "xor" => Xor(model),
        "and" => new(model, square, [0, 0, 0, 1]),
        "xor-signed" => new(model, square, [-1, 1, 1, -1]),
        "tent" => new(model, [[-1], [0], [1]], [1, 0, 1]),
        _ => throw new ArgumentOutOfRangeException(nameof(data)),
    };

    public int Units => model == "relu-pair" ? 2 : 1;

    public int Inputs => points[0].Length;

    public int Parameters => Units * (Inputs + 1);

    public double PreActivation(double[] at, int unit, int sample)
    {
        var z = at[unit * (Inputs + 1) + Inputs];
        for (var j = 0; j < Inputs; j++)
        {
            z += at[unit * (Inputs + 1) + j] * points[sample][j];
        }

        return z;
    }

    /// <summary>How the parameters make a pre-activation, unit after unit.</summary>
    public double[] Row(int activation)
    {
        var row = new double[Parameters];
        for (var j = 0; j < Parameters; j++)
        {
            var unit = new double[Parameters];
            unit[j] = 1;
            row[j] = PreActivation(unit, activation / targets.Length, activation % targets.Length);
        }

        return row;
    }

    public double Of(double[] at)
    {
        var sum = 0.0;
        for (var i = 0; i < targets.Length; i++)
        {
            var error = Output(at, i) - targets[i];
            sum += error * error;
        }

        return sum;
    }

    /// <summary>The gradient that gradient descent takes, with derivative 0 at a kink.</summary>
    public double[] Gradient(double[] at)
    {
        var gradient = new double[Parameters];
        for (var i = 0; i < targets.Length; i++)
        {
            var error = Output(at, i) - targets[i];
            for (var unit = 0; unit < Units; unit++)
            {
                var z = PreActivation(at, unit, i);
                var slope = model == "abs" ? Math.Sign(z) : z > 0 ? 1 : 0;
                for (var j = 0; j <= Inputs; j++)
                {
                    gradient[unit * (Inputs + 1) + j] += 2 * error * slope * (j < Inputs ? points[i][j] : 1);
                }
            }
        }

        return gradient;
    }

    /// <summary>Signs of all pre-activations; what is smaller than the tolerance counts as 0.</summary>
    public string Signs(double[] at, double tolerance) => string.Concat(
        Enumerable.Range(0, Units * targets.Length)
            .Select(k => PreActivation(at, k / targets.Length, k % targets.Length))
            .Select(z => Math.Abs(z) < tolerance ? '0' : z > 0 ? '+' : '-'));

    /// <summary>a + s·d.</summary>
    public static double[] Moved(double[] a, double s, double[] d) => [.. a.Zip(d, (x, y) => x + s * y)];

    private double Output(double[] at, int sample)
    {
        var sum = 0.0;
        for (var unit = 0; unit < Units; unit++)
        {
            var z = PreActivation(at, unit, sample);
            sum += model == "abs" ? Math.Abs(z) : Math.Max(z, 0);
        }

        return sum;
    }
}
