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
        var writer = new ExactColumns(columns);
        source.Begin(key, columns.FirstTrial);
        for (var row = 0; row < columns.Rows; row++)
        {
            var trial = columns.FirstTrial + row;
            source.FillSlopes(trial, columns.Rows - row);
            writer.Write(row, test.Answer(trial), source.Weight);
        }
    }
}
