using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>Trials of the estimator <c>regions</c>: what the first layer's hyperplanes cut space into.</summary>
internal sealed class RegionTrials(LaneWidth width, UnactivatedSettings settings) : IUnactivatedTrials
{
    private readonly NeuronSource source = new(width, settings);

    /// <inheritdoc/>
    public void Run(ulong key, TrialColumns columns)
    {
        var all = columns.Doubles(columns.IndexOf("regions"));
        var bounded = columns.Doubles(columns.IndexOf("bounded_regions"));
        var facets = columns.Doubles(columns.IndexOf("facets"));
        var axes = columns.Counts(columns.IndexOf("axes_met"));
        var antipode = columns.Bytes(columns.IndexOf("antipode"));
        source.Begin(key, columns.FirstTrial);
        for (var row = 0; row < columns.Rows; row++)
        {
            var trial = columns.FirstTrial + row;
            source.FillSlopes(trial, columns.Rows - row);
            source.FillOffsets(trial);
            var regions = new ArrangementRegions(source.Draw);
            all[row] = regions.All.Count;
            bounded[row] = regions.Bounded.Count();
            facets[row] = (double)regions.All.Sum(code => (long)regions.Facets(code)) / regions.All.Count;
            axes[row] = (ushort)regions.Axes;
            antipode[row] = regions.Bounded.Any(code => regions.All.Contains(code ^ regions.Ones)) ? (byte)1 : (byte)0;
        }
    }
}
