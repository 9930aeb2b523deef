using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>Trials of the estimator <c>exact</c> for neurons above several hidden layers of networks with one input.</summary>
internal sealed class LineTrials(LaneWidth width, UnactivatedSettings settings) : IUnactivatedTrials
{
    private readonly NetworkSource source = new(width, settings, shallow: null);
    private readonly LineNetwork line = new();

    /// <inheritdoc/>
    public void Run(ulong key, TrialColumns columns)
    {
        var unactivated = columns.Bytes(columns.IndexOf("unactivated"));
        var bounded = columns.Bytes(columns.IndexOf("bounded"));
        var undecided = columns.Bytes(columns.IndexOf("undecided"));
        source.Begin(key, columns.FirstTrial);
        for (var row = 0; row < columns.Rows; row++)
        {
            source.Fill(columns.FirstTrial + row, columns.Rows - row);
            var answer = line.Answer(source.Network);
            unactivated[row] = answer.Chance > 0 ? (byte)1 : (byte)0;
            bounded[row] = answer.IsBounded ? (byte)1 : (byte)0;
            undecided[row] = answer.IsUndecided ? (byte)1 : (byte)0;
        }
    }
}
