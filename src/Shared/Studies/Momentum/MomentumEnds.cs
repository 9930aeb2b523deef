namespace Farm.Studies.Momentum;

/// <summary>Where trials ended: a number a trial of a run, by row of its columns.</summary>
internal sealed class MomentumEnds
{
    /// <summary>w, or w along the target of several.</summary>
    public double[] W { get; private set; } = [];

    /// <summary>b.</summary>
    public double[] B { get; private set; } = [];

    /// <summary>Square of the weights' norm across the target.</summary>
    public double[] Across { get; private set; } = [];

    /// <summary>Steps made.</summary>
    public int[] Steps { get; private set; } = [];

    /// <summary>Whether the stop rule was reached, rather than the most steps made.</summary>
    public bool[] HasStopped { get; private set; } = [];

    /// <summary>Makes room for a run; there are as many numbers as fill whole rows of lanes.</summary>
    public void Begin(int rows)
    {
        const int mostLanes = 8;
        if (Steps.Length < rows + mostLanes)
        {
            var length = rows + mostLanes;
            (W, B, Across) = (new double[length], new double[length], new double[length]);
            (Steps, HasStopped) = (new int[length], new bool[length]);
        }
    }

    /// <summary>Writes one.</summary>
    public void Set(int row, double w, double b, double across, int steps, bool hasStopped) =>
        (W[row], B[row], Across[row], Steps[row], HasStopped[row]) = (w, b, across, steps, hasStopped);
}
