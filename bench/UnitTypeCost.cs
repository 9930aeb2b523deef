using System.Diagnostics;
using Farm.Numerics;

namespace Farm.Bench;

/// <summary>What it costs to check every unit of the network 8→200×4→1 on a batch of 64, beside the time of its updates.</summary>
internal static class UnitTypeCost
{
    private const int Batch = 64;
    private const int Width = 200;
    private const int Depth = 4;
    private const int Inputs = 8;
    private const int Repeats = 20;

    public static Sheet Measure(int rounds)
    {
        var sheet = new Sheet(
            "unit-types",
            "How long do checks of all 800 units of 8→200×4→1 take, batch 64? The cheap one may take 5% of 100 updates, the full "
            + "one 10% of 1,000: at 0.35 ms an update 1.75 and 35 ms.",
            $"dotnet run -c Release --project bench -- unit-types --rounds {rounds}");
        var layers = Network();
        var classifier = new UnitClassifier(Batch, Width, Width);
        var (largest, residuals, reports) = (new double[Width], new double[Width], new UnitReport[Width]);
        foreach (var (name, rule) in new[]
        {
            ("gradient descent", UpdateRule.GradientDescent(0.01)), ("Adam", UpdateRule.Adam(0.001, 0.9, 0.999, 1e-8, 100)),
        })
        {
            var (cheap, full) = (new Samples($"largest eigenvalues, {name}", "ms"), new Samples($"types with counts, {name}", "ms"));
            for (var round = 0; round < rounds; round++)
            {
                cheap.Add(Time(() => layers.ForEach(l =>
                {
                    l.Weigh(classifier);
                    classifier.Largest(l.View, rule, largest, residuals);
                })));
                full.Add(Time(() => layers.ForEach(l =>
                {
                    l.Weigh(classifier);
                    classifier.Classify(l.View, rule, reports);
                })));
            }

            sheet.Add(cheap, full);
        }

        sheet.Note("The backward pass that gives ∂f/∂z, a third of an update, is the trainer's and not counted.");
        return sheet;
    }

    private static double Time(Action check)
    {
        check();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Repeats; i++)
        {
            check();
        }

        return watch.Elapsed.TotalMilliseconds / Repeats;
    }

    /// <summary>The network at He's initialisation, forward and backward on normal inputs.</summary>
    private static List<Layer> Network()
    {
        var layers = new List<Layer>();
        var inputs = new float[Batch * Inputs];
        var (random, count) = (new Random(1), Inputs);
        Fill(inputs, 1, random);
        for (var l = 0; l < Depth; l++)
        {
            var layer = new Layer(inputs, count, random);
            layers.Add(layer);
            (inputs, count) = (layer.Activity, Width);
        }

        var output = new float[Width];
        Fill(output, 0.1, random);
        for (var l = Depth - 1; l >= 0; l--)
        {
            for (var at = 0; at < Batch * Width; at++)
            {
                var sum = l == Depth - 1 ? output[at % Width] : layers[l + 1].Back(at / Width, at % Width);
                layers[l].Sensitivities[at] = layers[l].Activity[at] > 0 ? sum : 0;
            }
        }

        return layers;
    }

    private static void Fill(float[] numbers, double sigma, Random random)
    {
        foreach (ref var number in numbers.AsSpan())
        {
            number = (float)(sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }

    private sealed class Layer
    {
        private readonly float[] inputs;
        private readonly int count;
        private readonly float[] weights;
        private readonly float[] biases = new float[Width];
        private readonly float[] squares;
        private readonly float[] biasSquares = new float[Width];

        public Layer(float[] inputs, int count, Random random)
        {
            (this.inputs, this.count) = (inputs, count);
            weights = new float[count * Width];
            squares = new float[count * Width];
            Fill(weights, Math.Sqrt(2.0 / count), random);
            foreach (ref var square in squares.AsSpan())
            {
                square = MathF.Pow(10, -6 * random.NextSingle());
            }

            Array.Fill(biasSquares, 1e-3f);
            for (var at = 0; at < Batch * Width; at++)
            {
                var sum = 0f;
                for (var c = 0; c < count; c++)
                {
                    sum += inputs[at / Width * count + c] * weights[at % Width * count + c];
                }

                Activity[at] = Math.Max(0, sum);
            }
        }

        public float[] Activity { get; } = new float[Batch * Width];

        public float[] Sensitivities { get; } = new float[Batch * Width];

        public UnitLayer View => new()
        {
            Samples = Batch,
            Inputs = count,
            Units = Width,
            InputRows = inputs,
            Activity = Activity,
            Parameters = new(weights, count, 1, biases),
            SecondMoments = new(squares, count, 1, biasSquares),
        };

        public void Weigh(UnitClassifier classifier)
        {
            classifier.Take(View);
            classifier.WeighSquaredError(View, Sensitivities, 1);
        }

        public float Back(int sample, int input)
        {
            var sum = 0f;
            for (var unit = 0; unit < Width; unit++)
            {
                sum += Sensitivities[sample * Width + unit] * weights[unit * count + input];
            }

            return sum;
        }
    }
}
