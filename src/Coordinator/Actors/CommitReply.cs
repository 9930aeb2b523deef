using Farm.Coordinator.Ledger;

namespace Farm.Coordinator.Actors;

/// <summary>Writes a batch and says all that a coordinator has to know of it.</summary>
public static class CommitReply
{
    /// <summary>Commits a batch; for each block that does not agree with what is stored, tells whose result that is.</summary>
    /// <exception cref="LedgerException">Nothing of the batch is stored.</exception>
    /// <exception cref="InvalidOperationException">The ledger does not know what it compared with: a fault of its own.</exception>
    public static Committed Write(ILedgerWriter writer, LedgerBatch batch)
    {
        var fates = writer.Commit(batch);
        return new Committed(fates) { Disputes = Disputes(writer, batch, fates) };
    }

    private static List<Incident> Disputes(ILedgerWriter writer, LedgerBatch batch, IReadOnlyList<BlockFate> fates)
    {
        var disputes = new List<Incident>();
        for (var i = 0; i < batch.Slices.Count; i++)
        {
            if (fates[batch.Blocks.Count + i] == BlockFate.Mismatch)
            {
                // First, since the slice that is wrong says more than the block that it led to.
                var (other, step) = (batch.Slices[i], batch.Slices[i].Result.Step);
                var kept = writer.OriginOf(other.Key, other.Revision, step)
                    ?? throw new InvalidOperationException($"A slice of trial {other.Key.Block} does not agree with nothing.");
                disputes.Add(new Incident(
                    other.Key, other.Revision, kept.By, kept.Digest, other.By, other.Result.Digest, batch.At)
                {
                    Step = step,
                    Origin = other.Origin,
                });
            }
        }

        for (var i = 0; i < batch.Blocks.Count; i++)
        {
            if (fates[i] == BlockFate.Mismatch)
            {
                var other = batch.Blocks[i];
                var kept = writer.OriginOf(other.Key, other.Revision)
                    ?? throw new InvalidOperationException($"Block {other.Key.Block} does not agree with nothing.");
                disputes.Add(new Incident(
                    other.Key, other.Revision, kept.By, kept.Digest, other.By, other.Result.Digest, batch.At));
            }
        }

        return disputes;
    }
}
