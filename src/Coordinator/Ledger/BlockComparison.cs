using Farm.Domain;

namespace Farm.Coordinator.Ledger;

/// <summary>What is known of a block that is stored already, or was until a longer one replaced it.</summary>
/// <param name="Trials">Its trials.</param>
/// <param name="ColumnVersion">The column version that its digest covers.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="By">Who computed it.</param>
/// <param name="IsConfirmed">Whether another host came to the same digest before.</param>
public readonly record struct KnownBlock(int Trials, int ColumnVersion, byte[] Digest, WorkerName By, bool IsConfirmed);

/// <summary>The rule by which a ledger judges a second result of a block of the same revision.</summary>
public static class BlockComparison
{
    /// <summary>What becomes of an arrived block.</summary>
    /// <param name="arrived">The arrived block.</param>
    /// <param name="stored">What is stored of it.</param>
    /// <param name="replaced">The shorter ones that were there before, if any.</param>
    public static BlockFate Judge(ArrivedBlock arrived, KnownBlock stored, IReadOnlyList<KnownBlock> replaced)
    {
        var result = arrived.Result;
        if (result.Trials > stored.Trials)
        {
            // Digests of two column versions cover other columns, and some devices promise no bits: nothing to compare.
            var isSame = arrived.ColumnVersion != stored.ColumnVersion
                || !Backends.AreComparable(arrived.By, stored.By)
                || (result.PrefixDigest is { } prefix && prefix.AsSpan().SequenceEqual(stored.Digest));
            return isSame ? BlockFate.Replaced : BlockFate.Mismatch;
        }

        var isWhole = result.Trials == stored.Trials;
        var peer = isWhole ? stored : replaced.FirstOrDefault(r => r.Trials == result.Trials, stored);
        if (peer.Trials != result.Trials || peer.ColumnVersion != arrived.ColumnVersion)
        {
            return BlockFate.Duplicate;
        }

        if (!Backends.AreComparable(arrived.By, peer.By))
        {
            return BlockFate.Incomparable;
        }

        if (!peer.Digest.AsSpan().SequenceEqual(result.Digest))
        {
            return BlockFate.Mismatch;
        }

        return isWhole && !stored.IsConfirmed && stored.By.Host != arrived.By.Host
            ? BlockFate.Confirmed
            : BlockFate.Duplicate;
    }
}
