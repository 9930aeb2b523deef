namespace Farm.Studies.Momentum;

/// <summary>
/// The same training by the mean gradient of fresh samples each step, in L inputs: one trial after another, in plain
/// float64.
/// </summary>
internal sealed class SampledKernel : IMomentumKernel
{
    private SampleDraws draws = new(1, 1);
    private double[] weights = [];
    private double[] momenta = [];
    private double[] gradients = [];
    private double[] errors = [];

    /// <inheritdoc/>
    public void Run(in MomentumSettings settings, ulong key, long first, int rows, MomentumEnds ends)
    {
        var dimension = settings.Dimension;
        if (draws.BatchSize != settings.BatchSize || draws.Dimension != dimension)
        {
            draws = new SampleDraws(settings.BatchSize, dimension);
            (weights, momenta, gradients) = (new double[dimension + 1], new double[dimension + 1], new double[dimension + 1]);
            errors = new double[settings.BatchSize];
        }

        for (var row = 0; row < rows; row++)
        {
            Follow(settings, key, first + row, row, ends);
        }
    }

    /// <summary>The mean over the step's samples of ∂(½·error²)/∂(w, b); the bias stands last.</summary>
    public static void Differentiate(
        in MomentumSettings settings, SampleDraws draws, ReadOnlySpan<double> weights, Span<double> errors, Span<double> gradients)
    {
        var (dimension, problem) = (draws.Dimension, settings.Problem);
        errors.Fill(weights[dimension]);
        for (var input = 0; input < dimension; input++)
        {
            var x = draws.Input(input);
            for (var j = 0; j < errors.Length; j++)
            {
                errors[j] += weights[input] * x[j];
            }
        }

        var along = draws.Input(dimension - 1);
        var isRelu = settings.Target == "relu";
        var sum = 0.0;
        for (var j = 0; j < errors.Length; j++)
        {
            var target = problem.Gamma * along[j] + problem.Delta;
            errors[j] = errors[j] > 0 ? errors[j] - (isRelu ? Math.Max(target, 0) : target) : 0;
            sum += errors[j];
        }

        gradients[dimension] = sum / errors.Length;
        for (var input = 0; input < dimension; input++)
        {
            var x = draws.Input(input);
            sum = 0;
            for (var j = 0; j < errors.Length; j++)
            {
                sum += errors[j] * x[j];
            }

            gradients[input] = sum / errors.Length;
        }
    }

    private void Follow(in MomentumSettings settings, ulong key, long trial, int row, MomentumEnds ends)
    {
        var dimension = settings.Dimension;
        Array.Clear(weights);
        Array.Clear(momenta);
        (weights[dimension - 1], weights[dimension]) = settings.Lattice.Start(trial);
        var constants = MomentumConstants.Of(settings);
        var (steps, quiet) = (0, 0);
        while (steps < settings.MostSteps && quiet < settings.QuietSteps)
        {
            draws.Draw(key, (ulong)trial, steps++);
            Differentiate(settings, draws, weights, errors, gradients);
            var (update, gradient) = (0.0, 0.0);
            for (var i = 0; i <= dimension; i++)
            {
                momenta[i] = constants.Momentum * momenta[i] + constants.Rest * gradients[i];
                weights[i] -= constants.Rate * momenta[i];
                update += momenta[i] * momenta[i];
                gradient += gradients[i] * gradients[i];
            }

            var isQuiet = update < constants.SmallSquare && gradient * constants.GradientCounts < constants.SmallSquare;
            quiet = isQuiet ? quiet + 1 : 0;
        }

        var across = 0.0;
        for (var i = 0; i < dimension - 1; i++)
        {
            across += weights[i] * weights[i];
        }

        ends.Set(row, weights[dimension - 1], weights[dimension], across, steps, quiet == settings.QuietSteps);
    }
}
