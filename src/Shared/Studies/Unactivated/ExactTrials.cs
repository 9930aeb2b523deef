using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>Trials of the estimators <c>exact</c> and <c>smoothed</c>.</summary>
internal sealed class ExactTrials : IUnactivatedTrials
{
    private readonly NeuronSource source;
    private readonly NeuronTest test;

    /// <summary>Trials of a cell.</summary>
    public ExactTrials(LaneWidth width, UnactivatedSettings settings)
    {
        source = new NeuronSource(width, settings);
        test = new NeuronTest(width, settings, source);
    }

    /// <inheritdoc/>
    public void Run(ulong key, TrialColumns columns)
    {
        var flag = columns.IndexOf("unactivated");
        var unactivated = flag >= 0 ? columns.Bytes(flag) : [];
        var probability = flag >= 0 ? [] : columns.Doubles(columns.IndexOf("probability"));
        var bounded = columns.Bytes(columns.IndexOf("bounded"));
        var undecided = columns.Bytes(columns.IndexOf("undecided"));
        source.Begin(key, columns.FirstTrial);
        for (var row = 0; row < columns.Rows; row++)
        {
            var trial = columns.FirstTrial + row;
            source.FillSlopes(trial, columns.Rows - row);
            var answer = test.Answer(trial);
            bounded[row] = answer.IsBounded ? (byte)1 : (byte)0;
            undecided[row] = answer.IsUndecided ? (byte)1 : (byte)0;
            if (flag >= 0)
            {
                unactivated[row] = answer.Chance > 0 ? (byte)1 : (byte)0;
            }
            else
            {
                probability[row] = answer.Chance * source.Weight;
            }
        }
    }
}
