using Farm.Domain;

namespace Farm.Studies.Unactivated;

/// <summary>Writes answers of the estimators <c>exact</c> and <c>smoothed</c> into their columns.</summary>
internal readonly struct ExactColumns
{
    private readonly TrialColumns columns;
    private readonly int flag;
    private readonly int probability;
    private readonly int bounded;
    private readonly int undecided;

    public ExactColumns(TrialColumns columns)
    {
        (this.columns, flag, probability) = (columns, columns.IndexOf("unactivated"), columns.IndexOf("probability"));
        (bounded, undecided) = (columns.IndexOf("bounded"), columns.IndexOf("undecided"));
    }

    /// <summary>Writes a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="answer">What was found.</param>
    /// <param name="weight">What the draw counts.</param>
    public void Write(int row, NeuronAnswer answer, double weight)
    {
        columns.Bytes(bounded)[row] = answer.IsBounded ? (byte)1 : (byte)0;
        columns.Bytes(undecided)[row] = answer.IsUndecided ? (byte)1 : (byte)0;
        if (flag >= 0)
        {
            columns.Bytes(flag)[row] = answer.Chance > 0 ? (byte)1 : (byte)0;
        }
        else
        {
            columns.Doubles(probability)[row] = answer.Chance * weight;
        }
    }
}

/// <summary>Writes answers of the estimator <c>sampled</c> into their columns.</summary>
internal readonly struct SampledColumns
{
    private readonly TrialColumns columns;
    private readonly int unactivated;
    private readonly int against;

    public SampledColumns(TrialColumns columns) => (this.columns, unactivated, against) =
        (columns, columns.IndexOf("unactivated"), columns.IndexOf("against_exact"));

    /// <summary>Writes a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isOff">Whether no input activated the neuron.</param>
    /// <param name="exact">The exact answer; null where there is none.</param>
    public void Write(int row, bool isOff, NeuronAnswer? exact)
    {
        columns.Bytes(unactivated)[row] = isOff ? (byte)1 : (byte)0;
        columns.Bytes(against)[row] = (byte)(exact is not { IsUndecided: false } answer ? 4
            : answer.Chance > 0 ? (isOff ? 0 : 3)
            : isOff ? 1 : 2);
    }
}
