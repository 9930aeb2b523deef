namespace Farm.Numerics.Tests.Networks;

/// <summary>A network the slow way: float64, one number at a time, gradients by central differences of the loss.</summary>
internal sealed class SlowNetwork(NetworkShape shape, LossKind loss)
{
    private const double Step = 1e-6;

    /// <summary>The parameters in the order of <see cref="NetworkParameters"/>, without what fills up rows.</summary>
    public double[] Parameters { get; private set; } = [];

    /// <summary>Running means and variances, layer by layer.</summary>
    public double[][] Means { get; private set; } = [];

    public double[][] Variances { get; private set; } = [];

    public double[] FirstMoments { get; private set; } = [];

    public double[] SecondMoments { get; private set; } = [];

    public static double[] Flatten(NetworkParameters parameters)
    {
        var numbers = new List<double>();
        var shape = parameters.Shape;
        void Take(Matrix matrix)
        {
            for (var row = 0; row < matrix.Rows; row++)
            {
                numbers.AddRange(matrix.Row(row).ToArray().Select(x => (double)x));
            }
        }

        for (var map = 0; map < shape.Maps; map++)
        {
            Take(parameters.Weights(map));
            if (shape.HasBias(map))
            {
                Take(parameters.Biases(map));
            }
        }

        for (var layer = 0; shape.IsResidual && layer < shape.Depth; layer++)
        {
            Take(parameters.Gains(layer));
            Take(parameters.Shifts(layer));
        }

        Take(parameters.OutputWeights);
        Take(parameters.OutputBiases);
        return [.. numbers];
    }

    public void Start(NetworkParameters parameters)
    {
        Parameters = Flatten(parameters);
        FirstMoments = new double[Parameters.Length];
        SecondMoments = new double[Parameters.Length];
        Means = [.. Enumerable.Range(0, shape.Depth).Select(_ => new double[shape.Width])];
        Variances = [.. Enumerable.Range(0, shape.Depth).Select(_ => Enumerable.Repeat(1.0, shape.Width).ToArray())];
    }

    /// <summary>The mean loss of a batch.</summary>
    public double LossOf(
        double[] parameters, float[][] inputs, float[][] targets, bool isTraining = true,
        List<(double[] Means, double[] Variances)>? held = null)
    {
        var outputs = Run(parameters, inputs, isTraining, held: held).Outputs;
        return outputs.Zip(targets).Average(p => loss == LossKind.SquaredError
            ? p.First.Zip(p.Second).Sum(q => (q.First - q.Second) * (q.First - q.Second))
            : Math.Log(p.First.Sum(f => Math.Exp(f - p.First.Max()))) + p.First.Max() - p.First[(int)p.Second[0]]);
    }

    /// <summary>∂L/∂θ by central differences.</summary>
    public double[] Gradient(float[][] inputs, float[][] targets)
    {
        var at = (double[])Parameters.Clone();
        return [.. Enumerable.Range(0, at.Length).Select(i => Difference(x =>
        {
            var before = at[i];
            at[i] += x;
            var value = LossOf(at, inputs, targets);
            at[i] = before;
            return value;
        }))];
    }

    /// <summary>One update by the formulas of <see cref="OptimizerKind"/>.</summary>
    public void Update(NetworkOptimizer optimizer, int update, float[][] inputs, float[][] targets)
    {
        var g = Gradient(inputs, targets);
        Follow(inputs);
        for (var i = 0; i < g.Length; i++)
        {
            var (beta1, beta2) = optimizer.Kind == OptimizerKind.Adam ? (optimizer.Beta1, optimizer.Beta2) : (optimizer.Momentum, 0);
            FirstMoments[i] = beta1 * FirstMoments[i] + (1 - beta1) * g[i];
            SecondMoments[i] = beta2 * SecondMoments[i] + (1 - beta2) * g[i] * g[i];
            Parameters[i] -= optimizer.Rate * optimizer.Kind switch
            {
                OptimizerKind.GradientDescent => g[i],
                OptimizerKind.Momentum => FirstMoments[i],
                _ => FirstMoments[i] / (1 - Math.Pow(beta1, update))
                    / (Math.Sqrt(SecondMoments[i] / (1 - Math.Pow(beta2, update))) + optimizer.Epsilon),
            };
        }
    }

    /// <summary>Outputs and pre-activations of a batch; a shift is added to one pre-activation after its normalisation.</summary>
    public (double[][] Outputs, double[][][] PreActivations) Run(
        double[] parameters, float[][] inputs, bool isTraining, (int Layer, int Row, int Unit, double By)? shift = null,
        List<(double[] Means, double[] Variances)>? held = null)
    {
        var (at, batch, width) = (0, inputs.Length, shape.Width);
        double[] Take(int count) => parameters[at..(at += count)];
        var maps = Enumerable.Range(0, shape.Maps)
            .Select(m => (W: Take(shape.InputsOf(m) * width), B: shape.HasBias(m) ? Take(width) : new double[width])).ToArray();
        var norms = Enumerable.Range(0, shape.IsResidual ? shape.Depth : 0).Select(_ => (Gain: Take(width), Shift: Take(width))).ToArray();
        var (outWeights, outBiases) = (Take(shape.Outputs * width), Take(shape.Outputs));

        double[][] Map(int map, double[][] x) => [.. x.Select(row => Apply(row, maps[map].W, maps[map].B))];
        double[][] Sum(double[][] x, double[][] y) => [.. x.Zip(y, (p, q) => p.Zip(q, (u, v) => u + v).ToArray())];
        double Act(double z) => z > 0 ? z : shape.Activation switch
        {
            Activation.Relu => 0,
            Activation.LeakyRelu => shape.Slope * z,
            _ => -z,
        };

        var pre = new List<double[][]>();
        var a = inputs.Select(r => r.Select(v => (double)v).ToArray()).ToArray();
        var stream = Map(0, a);
        for (var layer = 0; layer < shape.Depth; layer++)
        {
            var s = !shape.IsResidual ? Map(layer, a)
                : layer % 2 == 1 ? Map(layer, a)
                : layer == 0 ? stream : stream = Sum(stream, Map(layer, a));
            var z = s;
            if (shape.IsResidual)
            {
                var (means, variances) = held is not null ? held[layer]
                    : isTraining ? Statistics(s) : (Means[layer], Variances[layer]);
                z = [.. s.Select(row => row.Select((v, u) =>
                    norms[layer].Gain[u] * (v - means[u]) / Math.Sqrt(variances[u] + 1e-5) + norms[layer].Shift[u]).ToArray())];
            }

            if (shift is { } moved && moved.Layer == layer)
            {
                z[moved.Row][moved.Unit] += moved.By;
            }

            pre.Add(z);
            a = [.. z.Select(row => row.Select(Act).ToArray())];
        }

        var last = shape.IsResidual ? Sum(stream, Map(shape.Depth, a)) : a;
        return ([.. last.Select(row => Enumerable.Range(0, shape.Outputs)
            .Select(k => outBiases[k] + row.Select((v, u) => v * outWeights[k * width + u]).Sum()).ToArray())], [.. pre]);
    }

    /// <summary>The batch's own statistics of every layer, at the present parameters.</summary>
    public List<(double[] Means, double[] Variances)> BatchStatistics(float[][] inputs)
    {
        var held = new List<(double[] Means, double[] Variances)>();
        for (var layer = 0; layer < shape.Depth; layer++)
        {
            // Without gain and shift of this layer, its pre-activations are x̂, so statistics are read off layer by layer.
            held.Add((new double[shape.Width], [.. Enumerable.Repeat(1 - 1e-5, shape.Width)]));
            var plain = (double[])Parameters.Clone();
            var at = plain.Length - shape.Outputs * (shape.Width + 1) - 2 * shape.Width * (shape.Depth - layer);
            plain.AsSpan(at, shape.Width).Fill(1);
            plain.AsSpan(at + shape.Width, shape.Width).Clear();
            while (held.Count < shape.Depth)
            {
                held.Add(held[layer]);
            }

            var s = Run(plain, inputs, isTraining: true, held: held).PreActivations[layer];
            held.RemoveRange(layer, held.Count - layer);
            held.Add(Statistics(s));
        }

        return held;
    }

    public static double Difference(Func<double, double> f) => (f(Step) - f(-Step)) / (2 * Step);

    private void Follow(float[][] inputs)
    {
        if (!shape.IsResidual)
        {
            return;
        }

        var unbiased = inputs.Length > 1 ? inputs.Length / (inputs.Length - 1.0) : 0;
        foreach (var ((means, variances), layer) in BatchStatistics(inputs).Select((s, i) => (s, i)))
        {
            for (var unit = 0; unit < shape.Width; unit++)
            {
                Means[layer][unit] += 0.1 * (means[unit] - Means[layer][unit]);
                Variances[layer][unit] += inputs.Length > 1 ? 0.1 * (unbiased * variances[unit] - Variances[layer][unit]) : 0;
            }
        }
    }

    private static double[] Apply(double[] row, double[] weights, double[] biases)
    {
        var sums = new double[biases.Length];
        for (var unit = 0; unit < sums.Length; unit++)
        {
            for (var i = 0; i < row.Length; i++)
            {
                sums[unit] += row[i] * weights[i * sums.Length + unit];
            }

            sums[unit] += biases[unit];
        }

        return sums;
    }

    private static (double[] Means, double[] Variances) Statistics(double[][] rows)
    {
        var means = Enumerable.Range(0, rows[0].Length).Select(u => rows.Average(r => r[u])).ToArray();
        return (means, [.. means.Select((m, u) => rows.Average(r => (r[u] - m) * (r[u] - m)))]);
    }
}
