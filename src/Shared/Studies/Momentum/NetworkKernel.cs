using Farm.Numerics;

namespace Farm.Studies.Momentum;

/// <summary>
/// The same training by the trainer of networks, in float32: one hidden ReLU whose output weight is held at 1 and output
/// bias at 0.
/// </summary>
/// <remarks>
/// Its loss is the mean of squared errors, twice the ½·E[error²] of this study: its step size is half of η, so that updates
/// are the same. It draws the samples that <see cref="SampledKernel"/> draws.
/// </remarks>
internal sealed class NetworkKernel(LaneWidth width) : IMomentumKernel
{
    private SampleDraws? draws;
    private NetworkTrainer? trainer;
    private TrainingData? data;
    private int[] order = [];

    /// <inheritdoc/>
    public void Run(in MomentumSettings settings, ulong key, long first, int rows, MomentumEnds ends)
    {
        var (dimension, batch) = (settings.Dimension, settings.BatchSize);
        if (draws is null || draws.BatchSize != batch || draws.Dimension != dimension)
        {
            draws = new SampleDraws(batch, dimension);
            data = new TrainingData(new Matrix(batch, dimension), new Matrix(batch, 1));
            order = [.. Enumerable.Range(0, batch)];
        }

        trainer = NetworkTrainer.Create(
            width,
            new NetworkShape(dimension, 1, 1, 1),
            LossKind.SquaredError,
            new NetworkOptimizer(OptimizerKind.Momentum, settings.Rate / 2) { Momentum = settings.Momentum },
            batch);
        for (var row = 0; row < rows; row++)
        {
            Follow(settings, key, first + row, row, ends);
        }
    }

    private void Follow(in MomentumSettings settings, ulong key, long trial, int row, MomentumEnds ends)
    {
        var (dimension, parameters) = (settings.Dimension, trainer!.Parameters);
        trainer.Reset();
        parameters.Memory.Span.Clear();
        var start = settings.Lattice.Start(trial);
        parameters.Weights(0).Row(dimension - 1)[0] = (float)start.W;
        parameters.Biases(0).Row(0)[0] = (float)start.B;
        HoldOutput();
        var constants = MomentumConstants.Of(settings);
        var (steps, quiet) = (0, 0);
        while (steps < settings.MostSteps && quiet < settings.QuietSteps)
        {
            draws!.Draw(key, (ulong)trial, steps++);
            Load(settings);
            trainer.Load(data!, order);
            trainer.Differentiate();
            trainer.Update();
            HoldOutput();

            // Of twice the loss: momenta and gradients are twice this study's.
            var small = 4 * constants.SmallSquare;
            var isQuiet = SquareOf(trainer.FirstMoments!, dimension) < small
                && SquareOf(trainer.Gradients, dimension) * constants.GradientCounts < small;
            quiet = isQuiet ? quiet + 1 : 0;
        }

        var across = 0.0;
        for (var i = 0; i < dimension - 1; i++)
        {
            across += (double)parameters.Weights(0).Row(i)[0] * parameters.Weights(0).Row(i)[0];
        }

        ends.Set(
            row,
            parameters.Weights(0).Row(dimension - 1)[0],
            parameters.Biases(0).Row(0)[0],
            across,
            steps,
            quiet == settings.QuietSteps);
    }

    private void HoldOutput()
    {
        trainer!.Parameters.OutputWeights.Row(0)[0] = 1;
        trainer.Parameters.OutputBiases.Row(0)[0] = 0;
        trainer.FirstMoments!.OutputWeights.Row(0).Clear();
        trainer.FirstMoments.OutputBiases.Row(0).Clear();
    }

    private void Load(in MomentumSettings settings)
    {
        var dimension = settings.Dimension;
        for (var input = 0; input < dimension; input++)
        {
            var x = draws!.Input(input);
            for (var j = 0; j < x.Length; j++)
            {
                data!.Inputs.Row(j)[input] = x[j];
            }
        }

        var along = draws!.Input(dimension - 1);
        for (var j = 0; j < along.Length; j++)
        {
            var target = settings.Problem.Gamma * along[j] + settings.Problem.Delta;
            data!.Targets!.Row(j)[0] = (float)(settings.Target == "relu" ? Math.Max(target, 0) : target);
        }
    }

    private static double SquareOf(NetworkParameters parameters, int dimension)
    {
        double bias = parameters.Biases(0).Row(0)[0];
        var sum = bias * bias;
        for (var i = 0; i < dimension; i++)
        {
            double weight = parameters.Weights(0).Row(i)[0];
            sum += weight * weight;
        }

        return sum;
    }
}
