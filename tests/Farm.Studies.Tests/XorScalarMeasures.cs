using Farm.Numerics;

namespace Farm.Studies.Tests;

/// <summary>What is measured of one finished training.</summary>
internal sealed class XorScalarMeasures(
    XorScalar network, string model, XorScalarTraining training, int redraws, XorScalarTypes types)
{
    private readonly float[] theta = training.Theta;

    public Dictionary<string, double> All()
    {
        var (errors, sum) = network.Loss(theta);
        var gradient = network.Gradient(theta, errors);
        bool[] isOne = [errors[0] >= 0.5f, errors[1] >= -0.5f, errors[2] >= -0.5f, errors[3] >= 0.5f];
        var right = (isOne[0] ? 0 : 1) + (isOne[1] ? 1 : 0) + (isOne[2] ? 1 : 0) + (isOne[3] ? 0 : 1);
        var all = new Dictionary<string, double>
        {
            ["failed"] = right == 4 ? 0 : 1,
            ["accuracy"] = right / 4.0,
            ["end"] = Array.IndexOf(["solved", "stalled", "exhausted", "diverged"], training.End),
            ["epochs"] = training.Epochs,
            ["dead_start_class0"] = Dead(training.Start, 0) + Dead(training.Start, 3),
            ["dead_start_class1"] = Dead(training.Start, 1) + Dead(training.Start, 2),
            ["dead_end_class0"] = Dead(theta, 0) + Dead(theta, 3),
            ["dead_end_class1"] = Dead(theta, 1) + Dead(theta, 2),
            ["redraws"] = redraws,
            ["loss"] = sum / 4,
            ["start_margin_activation"] = Enumerable.Range(0, 4).Min(p => Z(training.Start).Max(z => z[p])),
            ["start_margin_distance"] = Z(training.Start).Select((z, u) => z.Min(MathF.Abs) / Norm(training.Start, u)).Min(),
        };
        if (network.Units == 2)
        {
            var dot = MathF.FusedMultiplyAdd(theta[0], theta[3], theta[1] * theta[4]);
            var norms = Norm(theta, 0) * Norm(theta, 1);
            all["mirror_end"] = norms > 0 && dot <= -0.99f * norms ? 1 : 0;
        }

        for (var unit = 0; unit < network.Units; unit++)
        {
            Unit(all, unit, gradient);
            types.Add(all, unit);
        }

        return all.ToDictionary(m => m.Key, m => double.IsFinite(m.Value) ? m.Value : double.NaN);
    }

    private void Unit(Dictionary<string, double> all, int unit, float[] gradient)
    {
        var name = unit + 1;
        var (wx, wy) = (theta[3 * unit], theta[3 * unit + 1]);
        var (sx, sy) = (training.Start[3 * unit], training.Start[3 * unit + 1]);
        var (gx, gy) = (gradient[3 * unit], gradient[3 * unit + 1]);
        var g = MathF.Sqrt(MathF.FusedMultiplyAdd(gx, gx, gy * gy));
        var product = g * Norm(theta, unit);
        all[$"angle_{name}"] = Degrees(wx, wy);
        all[$"turn_{name}"] = Degrees(
            MathF.FusedMultiplyAdd(sx, wx, sy * wy), MathF.FusedMultiplyAdd(sx, wy, -(sy * wx)));
        all[$"norm_{name}"] = Norm(theta, unit);
        all[$"gradient_norm_{name}"] = g / 2;
        all[$"torque_{name}"] = product > 0
            ? Math.Min(1, MathF.Abs(MathF.FusedMultiplyAdd(gx, wy, -(gy * wx))) / product)
            : double.NaN;
        var isOn = XorScalar.Preactivate(theta, unit).Any(IsOn);
        all[$"no_torque_{name}"] = isOn ? (float)training.NoTorque[unit] / training.Epochs : double.NaN;
        all[$"w{name}_x"] = wx;
        all[$"w{name}_y"] = wy;
        all[$"b{name}"] = theta[3 * unit + 2];
    }

    private int Dead(float[] parameters, int point) => Z(parameters).Any(z => IsOn(z[point])) ? 0 : 1;

    private bool IsOn(float z) => model == "abs" ? MathF.Abs(z) > 0 : z > 0;

    private float[][] Z(float[] parameters) =>
        [.. Enumerable.Range(0, network.Units).Select(u => XorScalar.Preactivate(parameters, u))];

    private static float Norm(float[] parameters, int unit)
    {
        var (x, y) = (parameters[3 * unit], parameters[3 * unit + 1]);
        return MathF.Sqrt(MathF.FusedMultiplyAdd(x, x, y * y));
    }

    private static float Degrees(float x, float y)
    {
        var lanes = new float[Lanes128.Count];
        Lanes128.Store(DegreesOfVector.Of(Lanes128.Of(x), Lanes128.Of(y)), ref lanes[0]);
        return lanes[0];
    }
}
