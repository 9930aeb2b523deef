namespace Farm.Numerics;

/// <summary>Gradient descent θ ← θ − η∇L of the mean squared error of a model on a few points.</summary>
public sealed class OrbitProblem
{
    /// <summary>A problem.</summary>
    /// <param name="model">The model.</param>
    /// <param name="points">Points, row-major.</param>
    /// <param name="targets">A target for each point.</param>
    /// <param name="learningRate">η.</param>
    /// <exception cref="ArgumentException">The points are not as many as the targets, or there are none.</exception>
    public OrbitProblem(OrbitModel model, double[] points, double[] targets, double learningRate)
    {
        if (targets.Length == 0 || points.Length != targets.Length * model.Inputs)
        {
            throw new ArgumentException(
                $"{points.Length} numbers are not {targets.Length} points of {model.Inputs}.", nameof(points));
        }

        (Model, Points, Targets, LearningRate) = (model, points, targets, learningRate);
        Factor = 2 * learningRate / targets.Length;
    }

    /// <summary>The model.</summary>
    public OrbitModel Model { get; }

    /// <summary>Points, row-major.</summary>
    public double[] Points { get; }

    /// <summary>A target for each point.</summary>
    public double[] Targets { get; }

    /// <summary>η.</summary>
    public double LearningRate { get; }

    /// <summary>2η/N, what the sum of error times derivative over the points is multiplied by.</summary>
    public double Factor { get; }

    /// <summary>Points.</summary>
    public int Count => Targets.Length;

    /// <summary>A coordinate of a point; 1, what a bias is multiplied by, after the last.</summary>
    public double Input(int point, int coordinate) =>
        coordinate < Model.Inputs ? Points[point * Model.Inputs + coordinate] : 1;
}
