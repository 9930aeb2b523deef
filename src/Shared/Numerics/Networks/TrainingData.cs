namespace Farm.Numerics;

/// <summary>Samples to learn from: a row of inputs each, and a row of targets or a class. Not changed by training.</summary>
public sealed class TrainingData
{
    /// <summary>Samples with targets.</summary>
    /// <param name="inputs">A row a sample.</param>
    /// <param name="targets">A row a sample.</param>
    /// <exception cref="ArgumentException">They do not have as many rows.</exception>
    public TrainingData(Matrix inputs, Matrix targets)
    {
        if (inputs.Rows != targets.Rows)
        {
            throw new ArgumentException($"{inputs.Rows} rows of inputs and {targets.Rows} of targets.", nameof(targets));
        }

        (Inputs, Targets, Outputs) = (inputs, targets, targets.Columns);
    }

    /// <summary>Samples with classes.</summary>
    /// <param name="inputs">A row a sample.</param>
    /// <param name="classes">Each sample's class, from 0.</param>
    /// <param name="outputs">Number of classes.</param>
    /// <exception cref="ArgumentException">They are not one a row, or one is not below the number of classes.</exception>
    public TrainingData(Matrix inputs, int[] classes, int outputs)
    {
        if (inputs.Rows != classes.Length || classes.Any(c => c < 0 || c >= outputs))
        {
            throw new ArgumentException($"Classes are not one of {outputs} for each of {inputs.Rows} rows.", nameof(classes));
        }

        (Inputs, Classes, Outputs) = (inputs, classes, outputs);
    }

    /// <summary>A row a sample.</summary>
    public Matrix Inputs { get; }

    /// <summary>A row a sample; null where samples have classes.</summary>
    public Matrix? Targets { get; }

    /// <summary>A class a sample; null where samples have targets.</summary>
    public int[]? Classes { get; }

    /// <summary>Targets of a sample, or number of classes.</summary>
    public int Outputs { get; }

    /// <summary>Number of samples.</summary>
    public int Rows => Inputs.Rows;
}
