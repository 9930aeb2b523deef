using Farm.Domain;

namespace Farm.Coordinator.Ledger;

/// <summary>What is known of a stored slice.</summary>
/// <param name="FirstStep">Where it begins.</param>
/// <param name="Step">Where it ends.</param>
/// <param name="ColumnVersion">The column version that its digests cover.</param>
/// <param name="Origin">Digest of the state that it began with; empty at the trial's start.</param>
/// <param name="Digest">Digest of what it led to.</param>
/// <param name="By">Who computed it; null where it is only gone on from.</param>
public readonly record struct KnownSlice(long FirstStep, long Step, int ColumnVersion, byte[] Origin, byte[] Digest, WorkerName? By = null);

/// <summary>The rule by which a ledger judges a slice of a long trial of the same revision.</summary>
public static class SliceComparison
{
    /// <summary>Whether a slice is the one by which its trial goes on.</summary>
    /// <param name="arrived">The slice.</param>
    /// <param name="head">The trial's last stored slice; null when it has none.</param>
    /// <remarks>A trial whose slices have another column version cannot go on: it begins anew.</remarks>
    public static bool Follows(ArrivedSlice arrived, KnownSlice? head) =>
        head is not { } last || last.ColumnVersion != arrived.ColumnVersion
            ? arrived.FirstStep == 0
            : arrived.FirstStep == last.Step && arrived.Origin.AsSpan().SequenceEqual(last.Digest);

    /// <summary>What becomes of a slice by which its trial does not go on, or that has ended.</summary>
    /// <param name="arrived">The slice.</param>
    /// <param name="peer">The stored slice that ends where it does; null when there is none.</param>
    public static BlockFate Judge(ArrivedSlice arrived, KnownSlice? peer)
    {
        // Only what began with the same state must have come to the same end, and only by devices that promise so.
        if (peer is not { } stored || stored.ColumnVersion != arrived.ColumnVersion || stored.FirstStep != arrived.FirstStep
            || !stored.Origin.AsSpan().SequenceEqual(arrived.Origin)
            || (stored.By is { } by && !Backends.AreComparable(by, arrived.By)))
        {
            return BlockFate.Stale;
        }

        return stored.Digest.AsSpan().SequenceEqual(arrived.Result.Digest) ? BlockFate.Duplicate : BlockFate.Mismatch;
    }

    /// <summary>Whether a slice that came again is another host's word for the stored one.</summary>
    /// <param name="arrived">The slice, judged a duplicate.</param>
    /// <param name="peer">The stored slice.</param>
    public static bool Confirms(ArrivedSlice arrived, KnownSlice peer) => peer.By is { } by && by.Host != arrived.By.Host;
}
