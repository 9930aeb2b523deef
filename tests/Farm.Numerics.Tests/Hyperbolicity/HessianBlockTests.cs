using MathNet.Numerics.LinearAlgebra;
using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Hyperbolicity;

/// <summary>A unit's spectrum beside that of the true Hessian block, by finite differences of an independent network's loss.</summary>
public sealed class HessianBlockTests(ITestOutputHelper output)
{
    private const int Samples = 12;
    private const double Step = 1e-4;
    private static readonly int[] widths = [3, 5, 4, 3];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_unit_s_block_is_the_true_second_derivative_of_the_loss(bool isEntropy)
    {
        var random = new Random(Seeds.New(output));
        var (compared, worst) = (0, 0.0);
        while (compared < 40)
        {
            var net = new SmallNetwork(random, isEntropy);
            for (var hidden = 0; hidden < 2; hidden++)
            {
                var layer = net.LayerOf(hidden);
                var reports = layer.Classify(UpdateRule.GradientDescent(0.1));
                for (var unit = 0; unit < widths[hidden + 1]; unit++)
                {
                    if (net.LeastDistance(hidden, unit) < 20 * Step)
                    {
                        continue;
                    }

                    var block = net.Block(hidden, unit);
                    var expected = Eigenvalues.Samples.Eigenvalues(block);
                    var error = Math.Abs(expected[^1] - reports[unit].Largest) / Math.Max(1, expected[^1]);
                    error = Math.Max(error, Math.Abs(block.Trace() - reports[unit].Trace) / Math.Max(1, expected[^1]));
                    var dense = new DenseUnit(layer, UpdateRule.GradientDescent(0.1), unit).Hessian;
                    worst = Math.Max(worst, Math.Max(error, (dense - block).L2Norm() / Math.Max(1, expected[^1])));
                    compared++;
                }
            }
        }

        output.WriteLine($"{compared} units, worst error {worst:E1}");
        Assert.InRange(worst, 0, 1e-5);
    }

    /// <summary>Two hidden ReLU layers and a linear one, in float64, written for this test alone.</summary>
    private sealed class SmallNetwork
    {
        private readonly double[][,] weights = new double[3][,];
        private readonly double[][] inputs = new double[Samples][];
        private readonly double[][] targets = new double[Samples][];
        private readonly bool isEntropy;

        public SmallNetwork(Random random, bool isEntropy)
        {
            this.isEntropy = isEntropy;
            for (var l = 0; l < 3; l++)
            {
                weights[l] = new double[widths[l + 1], widths[l] + 1];
                foreach (ref var weight in Cells(weights[l]))
                {
                    weight = (float)Eigenvalues.Samples.Normal(random);
                }
            }

            for (var j = 0; j < Samples; j++)
            {
                inputs[j] = [.. Enumerable.Range(0, widths[0]).Select(_ => (double)(float)Eigenvalues.Samples.Normal(random))];
                var label = random.Next(widths[3]);
                targets[j] = [.. Enumerable.Range(0, widths[3]).Select(k => isEntropy ? k == label ? 1.0 : 0.0 : random.NextDouble())];
            }
        }

        /// <summary>How far the nearest sample's parts of any hidden unit are from a kink, so that a step crosses none.</summary>
        public double LeastDistance(int hidden, int unit)
        {
            var least = double.PositiveInfinity;
            for (var j = 0; j < Samples; j++)
            {
                var z = Forward(inputs[j]).Z;
                least = Math.Min(least, Math.Abs(z[hidden][unit]) / 4);
                least = hidden == 0 ? Math.Min(least, z[1].Min(Math.Abs) / 20) : least;
            }

            return least;
        }

        public Matrix<double> Block(int hidden, int unit)
        {
            var p = widths[hidden] + 1;
            return Matrix<double>.Build.Dense(p, p, (a, b) =>
            {
                double At(int x, int y)
                {
                    weights[hidden][unit, a] += x * Step;
                    weights[hidden][unit, b] += y * Step;
                    var loss = Loss();
                    weights[hidden][unit, b] -= y * Step;
                    weights[hidden][unit, a] -= x * Step;
                    return loss;
                }

                return (At(1, 1) - At(1, -1) - At(-1, 1) + At(-1, -1)) / (4 * Step * Step);
            });
        }

        public SampleLayer LayerOf(int hidden)
        {
            var layer = new SampleLayer(Samples, widths[hidden], widths[hidden + 1], widths[3]);
            layer.Probabilities = isEntropy ? new float[Samples * widths[3]] : [];
            for (var j = 0; j < Samples; j++)
            {
                var (a, z) = Forward(inputs[j]);
                for (var c = 0; c < widths[hidden]; c++)
                {
                    layer.InputRows[j * widths[hidden] + c] = (float)a[hidden][c];
                }

                for (var unit = 0; unit < layer.Units; unit++)
                {
                    layer.Activity[j * layer.Units + unit] = z[hidden][unit] > 0 ? 1 : 0;
                    for (var k = 0; k < widths[3]; k++)
                    {
                        layer.Sensitivities[(k * Samples + j) * layer.Units + unit] = (float)Sensitivity(z, hidden, unit, k);
                    }
                }

                for (var k = 0; isEntropy && k < widths[3]; k++)
                {
                    layer.Probabilities[j * widths[3] + k] = (float)Softmax(z[2])[k];
                }
            }

            for (var unit = 0; unit < layer.Units; unit++)
            {
                for (var c = 0; c < widths[hidden]; c++)
                {
                    layer.Weights[unit * widths[hidden] + c] = (float)weights[hidden][unit, c];
                }

                layer.Biases[unit] = (float)weights[hidden][unit, widths[hidden]];
            }

            return layer;
        }

        /// <summary>∂f_k/∂z by the chain rule written out.</summary>
        private double Sensitivity(double[][] z, int hidden, int unit, int k)
        {
            if (z[hidden][unit] <= 0)
            {
                return 0;
            }

            return hidden == 1
                ? weights[2][k, unit]
                : Enumerable.Range(0, widths[2]).Sum(m => z[1][m] > 0 ? weights[2][k, m] * weights[1][m, unit] : 0);
        }

        private double Loss()
        {
            var sum = 0.0;
            for (var j = 0; j < Samples; j++)
            {
                var f = Forward(inputs[j]).Z[2];
                sum += isEntropy
                    ? -Enumerable.Range(0, widths[3]).Sum(k => targets[j][k] * Math.Log(Softmax(f)[k]))
                    : Enumerable.Range(0, widths[3]).Sum(k => (f[k] - targets[j][k]) * (f[k] - targets[j][k]));
            }

            return sum / Samples;
        }

        private (double[][] A, double[][] Z) Forward(double[] input)
        {
            var (a, z) = (new double[4][], new double[3][]);
            a[0] = input;
            for (var l = 0; l < 3; l++)
            {
                z[l] = [.. Enumerable.Range(0, widths[l + 1]).Select(i =>
                    weights[l][i, widths[l]] + Enumerable.Range(0, widths[l]).Sum(c => weights[l][i, c] * a[l][c]))];
                a[l + 1] = [.. z[l].Select(v => Math.Max(0, v))];
            }

            return (a, z);
        }

        private static double[] Softmax(double[] f)
        {
            var e = f.Select(v => Math.Exp(v - f.Max())).ToArray();
            return [.. e.Select(v => v / e.Sum())];
        }

        private static Span<double> Cells(double[,] matrix) =>
            System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref matrix[0, 0], matrix.Length);
    }
}
