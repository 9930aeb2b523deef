using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>Computes runs of one cell's trials.</summary>
internal interface IUnactivatedTrials
{
    /// <summary>Fills the columns' rows.</summary>
    /// <param name="key">Key of the cell's random streams.</param>
    /// <param name="columns">Where results go.</param>
    void Run(ulong key, TrialColumns columns);
}

/// <summary>Runs cells of the study on one worker; keeps what it has made for the last one.</summary>
internal sealed class UnactivatedRunner(LaneWidth width) : ITrialRunner
{
    private Cell? last;
    private IUnactivatedTrials? trials;

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        if (trials is null || !cell.Equals(last))
        {
            (last, trials) = (cell, Create(new UnactivatedSettings(cell)));
        }

        trials.Run(cell.StreamKey(seed), columns);
    }

    private IUnactivatedTrials Create(UnactivatedSettings settings) => settings.Estimator switch
    {
        "exact" when settings.Depth > 1 => new LineTrials(width, settings),
        "exact" or "smoothed" => new ExactTrials(width, settings),
        "regions" => new RegionTrials(width, settings),
        "dimension" => new DimensionTrials(width, settings),
        "sampled" => new SampledTrials(width, settings),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Estimator, "No such estimator."),
    };
}
