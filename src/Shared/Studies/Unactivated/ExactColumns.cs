using Farm.Domain;

namespace Farm.Studies.Unactivated;

/// <summary>Writes answers of the estimators <c>exact</c> and <c>smoothed</c> into their columns.</summary>
/// <remarks>Columns are looked up once a run: a row's share of that would take as long as deciding a draw of a small network.</remarks>
internal readonly ref struct ExactColumns
{
    private readonly Span<byte> unactivated;
    private readonly Span<double> probability;
    private readonly Span<byte> bounded;
    private readonly Span<byte> undecided;

    /// <summary>The columns of a run, of which one estimator has a flag, the other a probability.</summary>
    public ExactColumns(TrialColumns columns)
    {
        var flag = columns.IndexOf("unactivated");
        unactivated = flag >= 0 ? columns.Bytes(flag) : [];
        probability = flag >= 0 ? [] : columns.Doubles(columns.IndexOf("probability"));
        bounded = columns.Bytes(columns.IndexOf("bounded"));
        undecided = columns.Bytes(columns.IndexOf("undecided"));
    }

    /// <summary>Writes a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="answer">What was found.</param>
    /// <param name="weight">What the draw counts.</param>
    public void Write(int row, NeuronAnswer answer, double weight)
    {
        bounded[row] = answer.IsBounded ? (byte)1 : (byte)0;
        undecided[row] = answer.IsUndecided ? (byte)1 : (byte)0;
        if (unactivated.Length > 0)
        {
            unactivated[row] = answer.Chance > 0 ? (byte)1 : (byte)0;
        }
        else
        {
            probability[row] = answer.Chance * weight;
        }
    }
}

/// <summary>Writes answers of the estimator <c>sampled</c> into their columns.</summary>
internal readonly ref struct SampledColumns
{
    private readonly Span<byte> unactivated;
    private readonly Span<byte> against;

    /// <summary>The columns of a run.</summary>
    public SampledColumns(TrialColumns columns)
    {
        unactivated = columns.Bytes(columns.IndexOf("unactivated"));
        against = columns.Bytes(columns.IndexOf("against_exact"));
    }

    /// <summary>Writes a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isOff">Whether no input activated the neuron.</param>
    /// <param name="exact">The exact answer; null where there is none.</param>
    public void Write(int row, bool isOff, NeuronAnswer? exact)
    {
        unactivated[row] = isOff ? (byte)1 : (byte)0;
        against[row] = (byte)(exact is not { IsUndecided: false } answer ? 4
            : answer.Chance > 0 ? (isOff ? 0 : 3)
            : isOff ? 1 : 2);
    }
}
