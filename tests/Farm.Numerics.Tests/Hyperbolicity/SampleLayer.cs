namespace Farm.Numerics.Tests.Hyperbolicity;

/// <summary>A layer with made-up inputs, sensitivities and parameters.</summary>
internal sealed class SampleLayer
{
    public SampleLayer(int samples, int inputs, int units, int outputs = 1)
    {
        (Samples, Inputs, Units, Outputs) = (samples, inputs, units, outputs);
        InputRows = new float[samples * inputs];
        Activity = new float[samples * units];
        Sensitivities = new float[outputs * samples * units];
        Weights = new float[units * inputs];
        Biases = new float[units];
        SecondWeights = new float[units * inputs];
        SecondBiases = new float[units];
        Array.Fill(SecondWeights, 1);
        Array.Fill(SecondBiases, 1);
    }

    public int Samples { get; }

    public int Inputs { get; }

    public int Units { get; }

    public int Outputs { get; }

    public float[] InputRows { get; }

    public float[] Activity { get; }

    public float[] Sensitivities { get; }

    public float[] Weights { get; }

    public float[] Biases { get; }

    public float[] SecondWeights { get; }

    public float[] SecondBiases { get; }

    public float[] InputScales { get; set; } = [];

    public float[] Probabilities { get; set; } = [];

    public double[] GradientNorms { get; set; } = [];

    public double Loss { get; set; }

    public UnitLayer View => new()
    {
        Samples = Samples,
        Inputs = Inputs,
        Units = Units,
        InputRows = InputRows,
        Activity = Activity,
        Parameters = new(Weights, Inputs, 1, Biases),
        SecondMoments = new(SecondWeights, Inputs, 1, SecondBiases),
        InputScales = InputScales,
        GradientNorms = GradientNorms,
        Loss = Loss,
    };

    /// <summary>Inputs of both signs, or as a ReLU layer gives them; some samples repeated; units with few samples and with many.</summary>
    public static SampleLayer Random(Random random, int samples, int inputs, int units, int outputs = 1, bool isHidden = false)
    {
        var layer = new SampleLayer(samples, inputs, units, outputs);
        float Normal() => (float)Eigenvalues.Samples.Normal(random);

        for (var i = 0; i < layer.InputRows.Length; i++)
        {
            layer.InputRows[i] = isHidden ? Math.Max(0, Normal()) : Normal();
        }

        for (var j = 1; j < samples; j += 7)
        {
            layer.InputRows.AsSpan((j - 1) * inputs, inputs).CopyTo(layer.InputRows.AsSpan(j * inputs));
        }

        for (var i = 0; i < units; i++)
        {
            var share = random.NextDouble() * 1.2;
            for (var j = 0; j < samples; j++)
            {
                var isOn = random.NextDouble() < share;
                layer.Activity[j * units + i] = isOn ? 1 : 0;
                for (var k = 0; k < outputs; k++)
                {
                    layer.Sensitivities[(k * samples + j) * units + i] = isOn && random.Next(10) > 0 ? Normal() : 0;
                }
            }

            layer.Biases[i] = Normal();
            layer.SecondBiases[i] = Math.Abs(Normal());
        }

        for (var i = 0; i < layer.Weights.Length; i++)
        {
            layer.Weights[i] = Normal();
            layer.SecondWeights[i] = (float)Math.Pow(10, -4 * random.NextDouble());
        }

        return layer;
    }

    public UnitClassifier Weighed(ClassifierSettings? settings = null)
    {
        var classifier = new UnitClassifier(Samples, Inputs, Units, settings);
        Weigh(classifier);
        return classifier;
    }

    public void Weigh(UnitClassifier classifier)
    {
        classifier.Take(View);
        if (Probabilities.Length == 0)
        {
            classifier.WeighSquaredError(View, Sensitivities, Outputs);
        }
        else
        {
            classifier.WeighCrossEntropy(View, Sensitivities, Probabilities, Outputs);
        }
    }

    public UnitReport[] Classify(UpdateRule rule, ClassifierSettings? settings = null)
    {
        var reports = new UnitReport[Units];
        Weighed(settings).Classify(View, rule, reports);
        return reports;
    }

    /// <summary>Softmax of normal logits.</summary>
    public void DrawProbabilities(Random random)
    {
        Probabilities = new float[Samples * Outputs];
        for (var j = 0; j < Samples; j++)
        {
            var e = Enumerable.Range(0, Outputs).Select(_ => Math.Exp(Eigenvalues.Samples.Normal(random))).ToArray();
            for (var k = 0; k < Outputs; k++)
            {
                Probabilities[j * Outputs + k] = (float)(e[k] / e.Sum());
            }
        }
    }
}
