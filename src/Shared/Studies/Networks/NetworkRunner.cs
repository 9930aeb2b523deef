using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Data;
using Farm.Studies.Healing;

namespace Farm.Studies.Networks;

/// <summary>Trains networks, slice by slice; keeps the memory of the last cell's.</summary>
/// <param name="width">The SIMD width.</param>
/// <param name="library">The data sets that this host has.</param>
/// <param name="elsewhere">Who makes a trainer's updates between two rows of the time series; null for the trainer itself.</param>
internal sealed class NetworkRunner(
    LaneWidth width, DataLibrary library, Func<NetworkTrainer, TrainingData, INetworkUpdates>? elsewhere = null)
    : ILongTrialRunner, IHealedRunner
{
    private (string Cell, NetworkTrial Trial)? last;
    private (long Trial, HealingLog? Log) watched = (-1, null);

    /// <inheritdoc/>
    public byte[]? Advance(in LongTrial trial, ReadOnlySpan<byte> state, long steps, CurveRows curve, TrialColumns columns)
    {
        if (last is not { } kept || kept.Cell != trial.Cell.Key)
        {
            kept = (trial.Cell.Key, new NetworkTrial(NetworkCell.Of(trial.Cell, library), width, curve.Columns.Count, elsewhere));
            last = kept;
        }

        kept.Trial.Log = trial.Index == watched.Trial ? watched.Log : null;
        kept.Trial.Begin(trial.Cell.StreamKey(trial.Seed), (ulong)trial.Index, state);
        return kept.Trial.Advance(steps, curve, columns) ? kept.Trial.Save() : null;
    }

    /// <inheritdoc/>
    public void Watch(long trial, HealingLog? log) => watched = (trial, log);
}
