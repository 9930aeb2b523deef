using Farm.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Xunit.Abstractions;
using Complex = System.Numerics.Complex;

namespace Farm.Studies.Tests;

/// <summary>Unit types from signs in float32 lanes, beside dense eigenvalues and roots in float64.</summary>
public sealed class XorTypesTests(ITestOutputHelper output)
{
    private const int Trials = 400;

    /// <summary>A float32 border is wrong by a few units in its last place, and so are D and the signs.</summary>
    private const double Near = 2e-6;

    private static readonly string[] names =
        ["fixed", "span", "scaled", "rank", "below", "above", "flat", "scaled_above", "flips"];

    private static readonly string[] kinds =
    [
        .. XorCells.Kinds,
        "learning_rate=1", "learning_rate=0.1,max_epochs=50", "beta1=0.985,learning_rate=0.3,max_epochs=30,patience=100",
        "adam_epsilon=1,learning_rate=3,max_epochs=40,patience=100", "slope=0.001,learning_rate=0.3", "slope=1E-07,init_std=1",
        "optimizer=heavy-ball,learning_rate=3,momentum=0.995,patience=100",
        "optimizer=gradient-descent,learning_rate=1.3", "model=relu,init_std=1E-05,max_epochs=2,learning_rate=1E-06",
    ];

    public static TheoryData<string> Kinds => [.. kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Types_and_counts_are_those_of_dense_eigenvalues(string kind)
    {
        var cell = XorCells.Of(kind);
        var scalar = new XorScalar(cell, XorCells.Seed);
        var columns = XorCells.Run(cell, LaneWidths.Widest, 0, Trials);
        var (units, near, wrong) = (0, 0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var training = scalar.Train(trial);
            for (var unit = 0; unit < scalar.Units; unit++)
            {
                var exact = Exact.Of(scalar, kind, training, unit);
                var equal = exact.Columns.All(c => XorCells.ValueOf(columns, $"{c.Name}_{unit + 1}", trial) == c.Value);
                units++;
                near += exact.IsNear ? 1 : 0;
                wrong += equal ? 0 : 1;
                Assert.True(equal || exact.IsNear, $"'{kind}' trial {trial} unit {unit + 1}: {string.Join(", ", exact.Columns
                    .Select(c => $"{c.Name} {c.Value} not {XorCells.ValueOf(columns, $"{c.Name}_{unit + 1}", trial)}"))}");
            }
        }

        output.WriteLine($"{units} units, {near} with an eigenvalue within {Near} of a border, {wrong} of them otherwise than in float64");
    }

    [Fact]
    public void Every_type_but_blocked_occurs()
    {
        var seen = kinds.SelectMany(kind =>
        {
            var columns = XorCells.Run(XorCells.Of(kind), LaneWidths.Widest, 0, Trials);
            return names[..3].SelectMany(n => XorCells.Values(columns, $"unit_{n}_1"));
        }).Distinct().Order();
        Assert.Equal([0, 1, 2, 3, 4, 5, 7], seen);
    }

    private sealed record Exact(bool IsNear, (string Name, double Value)[] Columns)
    {
        private static readonly (double X, double Y)[] points = [(-1, -1), (1, -1), (-1, 1), (1, 1)];

        public static Exact Of(XorScalar scalar, string kind, XorScalarTraining training, int unit)
        {
            var cell = XorCells.Of(kind);
            double Parameter(string axis) => cell.Parameters.TryGetValue(axis, out var value) ? value.Number : 0;
            var isAdam = cell.Parameters["optimizer"].Word == "adam";
            double beta = isAdam ? scalar.Number("beta1") : scalar.Number("momentum");
            var theta = Vector<double>.Build.Dense([.. training.Theta.Skip(3 * unit).Take(3).Select(t => (double)t)]);
            var d = Vector<double>.Build.Dense(3, i => isAdam
                ? Math.Sqrt((double)training.Square[3 * unit + i] / training.SquareWeight) + scalar.Number("adam_epsilon") : 1);
            var rate = Parameter("learning_rate") / (isAdam ? 1 - Math.Pow(beta, training.Epochs) : 1);
            var z = XorScalar.Preactivate(training.Theta, unit);
            var isAbs = cell.Parameters["model"].Word == "abs";
            double slope = scalar.Number("slope");
            var derivatives = z.Select(v => v > 0 ? 1 : isAbs ? (v < 0 ? -1 : 0) : slope).ToArray();
            if (!theta.All(double.IsFinite) || !d.All(double.IsFinite) || theta.L2Norm() > 1.8e19)
            {
                return new(false, Named(7, 7, 7, 0, 0, 0, 0, 0, 0));
            }

            var reaching = derivatives.Count(s => s != 0);
            if (reaching == 0)
            {
                return new(false, Named(5, 5, 5, 0, 0, 0, 0, 0, 0));
            }

            var matrix = Matrix<double>.Build.Dense(3, 3);
            for (var j = 0; j < 4; j++)
            {
                var x = Vector<double>.Build.DenseOfArray([points[j].X, points[j].Y, 1]).PointwiseDivide(d.PointwiseSqrt());
                matrix += 0.5 * derivatives[j] * derivatives[j] * x.OuterProduct(x);
            }

            var rank = Math.Min(3, reaching);
            var values = matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(e => e.Real).Order().Skip(3 - rank).ToArray();
            return Typed(values, matrix.Trace(), rank, rate, beta, theta.L2Norm());
        }

        private static Exact Typed(double[] values, double trace, int rank, double rate, double beta, double norm)
        {
            var flat = values.Count(v => v < 1e-3 * trace / rank);
            double[] moduli = [.. values.Select(v => Roots(rate, beta, v).Max(r => r.Magnitude))];
            double[] all = [.. moduli, .. Enumerable.Repeat(1.0, 3 - rank)];

            // With no tolerance the roots of tiny λ would round to 1: by the λ at which −1 is a root, 1 being one only at 0.
            var stable = 2 * (1 + beta) / (rate * (1 - beta));
            double[] strict = [.. values.Select(v => Math.Abs(v / stable - 1) < 1e-12 ? 1 : v < stable ? 0.5 : 2)];
            double[] scaled = [.. strict.Skip(flat)];
            var isCollapsed = norm < 1e-4;
            var isNear = Math.Abs(norm / 1e-4 - 1) < 1e-5 || values.Any(v => Math.Abs(v / (1e-3 * trace / rank) - 1) < Near
                || new[] { 1 - Near, 1 + Near }.Any(f => Key(v * f) != Key(v)));

            // What the roots say, as text, so that a change of it by a tiny factor shows.
            string Key(double v)
            {
                var roots = Roots(rate, beta, v);
                var most = roots.Max(r => r.Magnitude);
                var isFlip = roots.Any(r => (r + 1).Magnitude <= 0.01);
                return $"{most < 0.99} {most > 1.01} {v < stable} {isFlip}";
            }

            return new(isNear, Named(
                Type(all, 0.01, isCollapsed), Type(moduli, 0.01, isCollapsed), Type(scaled, 0, isCollapsed),
                rank, all.Count(m => m < 0.99), all.Count(m => m > 1.01), flat, strict.Count(m => m > 1),
                values.Count(v => Roots(rate, beta, v).Any(r => (r + 1).Magnitude <= 0.01))));
        }

        private static Complex[] Roots(double rate, double beta, double lambda)
        {
            var sum = 1 + beta - rate * (1 - beta) * lambda;
            var root = Complex.Sqrt(sum * sum - 4 * beta);
            return [(sum + root) / 2, (sum - root) / 2];
        }

        private static double Type(double[] moduli, double tolerance, bool isCollapsed) => (double)(
            moduli.Any(m => m >= 1 - tolerance && m <= 1 + tolerance) ? UnitType.NonHyperbolic
            : moduli.All(m => m < 1) ? isCollapsed ? UnitType.CollapsedSink : UnitType.HealthySink
            : moduli.All(m => m > 1) ? UnitType.Source : UnitType.Saddle);

        private static (string, double)[] Named(params double[] values) => [.. names.Select(n => "unit_" + n).Zip(values)];
    }
}
