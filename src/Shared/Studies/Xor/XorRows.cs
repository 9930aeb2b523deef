namespace Farm.Studies.Xor;

/// <summary>
/// Where things lie in a group's state: rows of one number a lane. The rows of a unit are the same in both; a
/// finished trial keeps the rows from <see cref="Epochs"/> on and its units' parameters.
/// </summary>
internal static class XorRows
{
    /// <summary>Rows of one unit.</summary>
    public const int OfUnit = 12;

    /// <summary>In a unit: first weight.</summary>
    public const int WeightX = 0;

    /// <summary>In a unit: second weight.</summary>
    public const int WeightY = 1;

    /// <summary>In a unit: bias.</summary>
    public const int Bias = 2;

    /// <summary>In a unit: the optimiser's sums of gradients, by parameter.</summary>
    public const int Mean = 3;

    /// <summary>In a unit: the optimiser's sums of squared gradients, by parameter.</summary>
    public const int Square = 6;

    /// <summary>In a unit: its doubled gradient in this epoch, by parameter.</summary>
    public const int Gradient = 9;

    /// <summary>Sum of the weights that the sums of gradients have.</summary>
    public const int MeanWeight = 24;

    /// <summary>Sum of the weights that the sums of squares have.</summary>
    public const int SquareWeight = 25;

    /// <summary>What this epoch's updates are multiplied by.</summary>
    public const int Rate = 26;

    /// <summary>What sums of squares are multiplied by in this epoch to be means.</summary>
    public const int Scale = 27;

    /// <summary>Least sum of squared errors so far.</summary>
    public const int Best = 28;

    /// <summary>First of the rows that start at 0.</summary>
    public const int Epochs = 29;

    /// <summary>Epochs in a row without improvement.</summary>
    public const int Stale = 30;

    /// <summary>Epochs without torque, by unit.</summary>
    public const int NoTorque = 31;

    /// <summary>Sum of squared errors in the last epoch.</summary>
    public const int Sum = 33;

    /// <summary>The six parameters at the start.</summary>
    public const int Start = 34;

    /// <summary>Starts thrown away.</summary>
    public const int Redraws = 40;

    /// <summary>The trial's row in the columns (an integer).</summary>
    public const int Trial = 41;

    /// <summary>Number of rows.</summary>
    public const int Count = 42;
}
