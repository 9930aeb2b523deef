using Farm.Domain;
using Farm.Numerics;
using Xunit.Abstractions;

namespace Farm.Studies.Tests.Equilibria;

/// <summary>The exact answers against brute force in float64, which knows nothing of faces.</summary>
public sealed class EquilibriaByForceTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Models => new()
    {
        { "abs", "xor" }, { "relu", "xor" }, { "abs", "xor-signed" }, { "relu", "and" }, { "relu", "tent" }, { "relu-pair", "xor" },
        { "relu-pair", "tent" },
    };

    /// <summary>Without targets below 0: those make minima on kinks, about which steps of gradient descent swing.</summary>
    public static TheoryData<string, string> Settling => new()
    {
        { "abs", "xor" }, { "relu", "xor" }, { "relu", "and" }, { "relu", "tent" }, { "relu-pair", "xor" }, { "relu-pair", "tent" },
    };

    [Theory]
    [MemberData(nameof(Settling))]
    public void Gradient_flow_from_anywhere_ends_in_a_set_of_minima_that_is_listed(string model, string data)
    {
        var random = new Random(Seeds.New(output));
        var (cell, loss) = (EquilibriaCells.Of($"model={model},data={data}"), FloatLoss.Of(model, data));
        var ends = new SortedDictionary<string, int>();
        for (var start = 0; start < 150; start++)
        {
            var at = Draw(random, loss.Parameters, 2);
            for (var step = 0; step < 20_000; step++)
            {
                at = FloatLoss.Moved(at, -0.01, loss.Gradient(at));
            }

            Assert.All(loss.Gradient(at), g => Assert.InRange(g, -1e-6, 1e-6));
            var row = EquilibriaCells.Run(cell, EquilibriaCells.Trial(loss.Signs(at, 1e-5)), 1);
            var kind = row.Word(row.FirstTrial, "kind");
            Assert.Contains("minimum", kind, StringComparison.Ordinal);
            Assert.Equal(row.Get(row.FirstTrial, "loss"), loss.Of(at), 1e-9);
            ends[$"{kind} {loss.Of(at):0.####}"] = ends.GetValueOrDefault($"{kind} {loss.Of(at):0.####}") + 1;
        }

        output.WriteLine(string.Join("; ", ends));
    }

    [Theory]
    [InlineData("abs", "xor")]
    [InlineData("relu", "xor")]
    [InlineData("relu", "and")]
    [InlineData("abs", "xor-signed")]
    public void No_point_of_a_dense_grid_lies_below_the_best_minimum_and_one_reaches_it(string model, string data)
    {
        var all = EquilibriaCells.All($"model={model},data={data}");
        var best = Enumerable.Range(0, all.Rows).Where(t => all.Get(t, "kind") >= 5).Min(t => all.Get(t, "loss"));
        var loss = FloatLoss.Of(model, data);
        var least = double.PositiveInfinity;
        for (var k = 0; k < 61 * 61 * 61; k++)
        {
            least = Math.Min(least, loss.Of([k % 61 * 0.05 - 1.5, k / 61 % 61 * 0.05 - 1.5, k / 3721 * 0.05 - 1.5]));
        }

        output.WriteLine($"{model} on {data}: best minimum {best}, grid {least}");
        Assert.InRange(least, best - 1e-12, best + 0.01);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void What_a_point_is_called_is_what_steps_in_random_directions_find(string model, string data)
    {
        var random = new Random(Seeds.New(output));
        var (all, loss) = (EquilibriaCells.All($"model={model},data={data}"), FloatLoss.Of(model, data));
        var stationary = Enumerable.Range(0, all.Rows).Where(t => all.Get(t, "stationary") == 1).ToList();
        foreach (var trial in stationary.OrderBy(_ => random.Next()).Take(120))
        {
            var (point, kind) = (PointOf(all, trial, loss), all.Word(trial, "kind"));
            var here = loss.Of(point);
            List<double[]> directions = [.. Enumerable.Range(0, 3000).Select(_ => Draw(random, loss.Parameters, 1))];

            // Along kinks too: what rises may do so along them alone.
            var along = directions.Select(d => Along(random, loss, loss.Signs(point, 1e-9), d));
            var slopes = directions.Concat(along).Select(d => (loss.Of(FloatLoss.Moved(point, 1e-4, d)) - here) / 1e-4).ToList();

            Assert.Equal(all.Get(trial, "loss"), here, 1e-12);
            Assert.True(slopes.Min() >= all.Get(trial, "steepest") - 1e-2, $"{trial} {kind}");
            var (falls, rises) = (slopes.Min() < -1e-2, slopes.Max() > 1e-9);
            Assert.True(kind switch
            {
                "strict-minimum" => slopes.Min() > 0,
                "flat-minimum" => slopes.Min() > -1e-10,
                "maximum" => falls && !rises,
                _ => falls && rises,
            }, $"{loss.Signs(point, 1e-9)} {kind}: {slopes.Min()} to {slopes.Max()}");
            CheckCritical(loss, point, directions, kind);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Eigenvalues_are_those_of_second_differences(string model, string data)
    {
        var random = new Random(Seeds.New(output));
        var (all, loss) = (EquilibriaCells.All($"model={model},data={data}"), FloatLoss.Of(model, data));
        var checkedPieces = 0;
        for (var k = 0; k < 200; k++)
        {
            var point = Draw(random, loss.Parameters, 2);
            var step = 1e-4;
            if (loss.Signs(point, 10 * step).Contains('0', StringComparison.Ordinal))
            {
                continue;
            }

            var trial = EquilibriaCells.Trial(loss.Signs(point, 0));
            var numeric = SymmetricEigenvalues.Of(SecondDifferences(loss, point, step), loss.Parameters);
            var exact = Enumerable.Range(1, loss.Parameters).Select(j => all.Get(trial, $"eigenvalue_{j}"));
            Assert.All(exact.Zip(numeric), p => Assert.InRange(p.First - p.Second, -1e-5, 1e-5));
            checkedPieces++;
        }

        Assert.InRange(checkedPieces, 100, 200);
    }

    [Theory]
    [InlineData("abs")]
    [InlineData("relu")]
    public void Angular_derivatives_are_one_sided_differences_of_the_loss(string model)
    {
        var loss = FloatLoss.Xor(model);
        foreach (var bias in new[] { "0", "0.25", "-0.5", "1" })
        {
            var circle = EquilibriaCells.All($"model={model},over=circle,bias={bias},quarter_points=7,diagonal=0.75");
            for (var t = 0; t < circle.Rows; t++)
            {
                var point = PointOf(circle, t, loss);
                foreach (var (side, name) in new[] { (-1, "left"), (1, "right") })
                {
                    var (a, b, c) = (loss.Of(point), At(loss, point, side * 1e-4), At(loss, point, side * 2e-4));
                    Assert.Equal(circle.Get(t, $"slope_{name}_1"), side * (-3 * a + 4 * b - c) / 2e-4, 1e-5);
                    Assert.Equal(circle.Get(t, $"curvature_{name}_1"), (a - 2 * b + c) / 1e-8, 5e-3);
                }
            }
        }
    }

    [Theory]
    [InlineData("abs")]
    [InlineData("relu")]
    [InlineData("relu-pair")]
    public void Gradient_flow_turns_a_unit_by_the_slope_over_the_square_of_its_length(string model)
    {
        var random = new Random(Seeds.New(output));
        var loss = FloatLoss.Xor(model);
        var cell = EquilibriaCells.Of($"model={model}");
        for (var k = 0; k < 100; k++)
        {
            var point = Draw(random, loss.Parameters, 2);
            if (loss.Signs(point, 0.01).Contains('0', StringComparison.Ordinal))
            {
                continue;
            }

            // Two explicit steps of the flow, forward and back, and the turn between them.
            var (dt, gradient) = (1e-6, loss.Gradient(point));
            var (ahead, behind) = (FloatLoss.Moved(point, -dt, gradient), FloatLoss.Moved(point, dt, gradient));
            // An angle between the two: each one's own may jump by 2π between them.
            var turn = Math.Atan2(behind[0] * ahead[1] - behind[1] * ahead[0], behind[0] * ahead[0] + behind[1] * ahead[1]) / (2 * dt);
            var slope = (At(loss, point, 1e-5) - At(loss, point, -1e-5)) / 2e-5;
            var squared = point[0] * point[0] + point[1] * point[1];
            Assert.Equal(-slope / squared, turn, 1e-4 * (1 + Math.Abs(turn)));

            var row = EquilibriaCells.Run(cell, EquilibriaCells.Trial(loss.Signs(point, 0)), 1);
            Assert.True(row.Word(row.FirstTrial, "turn_law_1") is "inverse-square" or "undefined");
        }
    }

    /// <summary>
    /// Clarke's condition by another way: the point of least norm in the hull of gradients nearby, by Gilbert's algorithm.
    /// </summary>
    private static void CheckCritical(FloatLoss loss, double[] point, List<double[]> directions, string kind)
    {
        var gradients = directions.Select(d => loss.Gradient(FloatLoss.Moved(point, 1e-7, d)))
            .DistinctBy(g => string.Join(' ', g.Select(c => Math.Round(c, 3)))).ToList();
        var mean = gradients[0];
        for (var k = 0; k < 20_000; k++)
        {
            var most = gradients.MinBy(g => Dot(g, mean))!;
            var toward = FloatLoss.Moved(most, -1, mean);
            var share = Dot(toward, toward) is > 0 and var size ? Math.Clamp(-Dot(mean, toward) / size, 0, 1) : 0;
            mean = FloatLoss.Moved(mean, share, toward);
        }

        Assert.True(kind == "passing" ? Dot(mean, mean) > 1e-4 : Dot(mean, mean) < 1e-4, $"{kind}: {Dot(mean, mean)}");
    }

    /// <summary>A direction that keeps some of the pre-activations that are 0 at 0.</summary>
    private static double[] Along(Random random, FloatLoss loss, string signs, double[] direction)
    {
        List<double[]> rows = [];
        foreach (var k in Enumerable.Range(0, signs.Length).Where(k => signs[k] == '0' && random.Next(2) == 0))
        {
            var row = loss.Row(k);
            row = rows.Aggregate(row, (left, r) => FloatLoss.Moved(left, -Dot(left, r), r));
            if (Dot(row, row) > 1e-9)
            {
                rows.Add(FloatLoss.Moved(new double[row.Length], 1 / Math.Sqrt(Dot(row, row)), row));
            }
        }

        var along = rows.Aggregate(direction, (left, r) => FloatLoss.Moved(left, -Dot(left, r), r));
        return Dot(along, along) < 1e-9 ? direction : FloatLoss.Moved(new double[along.Length], 1 / along.Max(Math.Abs), along);
    }

    private static double[] SecondDifferences(FloatLoss loss, double[] point, double step)
    {
        var n = loss.Parameters;
        var hessian = new double[n * n];
        for (var k = 0; k < n * n; k++)
        {
            double At(int first, int second)
            {
                double[] moved = [.. point];
                moved[k / n] += first * step;
                moved[k % n] += second * step;
                return loss.Of(moved);
            }

            hessian[k] = (At(1, 1) - At(1, -1) - At(-1, 1) + At(-1, -1)) / (4 * step * step);
        }

        return hessian;
    }

    private static double At(FloatLoss loss, double[] point, double turn)
    {
        var (sin, cos) = Math.SinCos(turn);
        double[] turned = [.. point];
        (turned[0], turned[1]) = (cos * point[0] - sin * point[1], sin * point[0] + cos * point[1]);
        return loss.Of(turned);
    }

    private static double[] PointOf(TrialColumns all, long trial, FloatLoss loss) =>
    [
        .. Enumerable.Range(1, loss.Units).SelectMany(u => new[] { $"w{u}_x", $"w{u}_y", $"b{u}" })
            .Where(n => all.IndexOf(n) >= 0).Select(n => all.Get(trial, n)),
    ];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[] Draw(Random random, int length, double size) =>
        [.. Enumerable.Range(0, length).Select(_ => size * (2 * random.NextDouble() - 1))];
}
