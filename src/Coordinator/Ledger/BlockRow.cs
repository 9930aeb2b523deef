
namespace Farm.Coordinator.Ledger;

/// <summary>An arrived block with the row numbers and the checksum that it is stored under.</summary>
internal readonly record struct BlockRow(ArrivedBlock Arrived, long Cell, long Worker, long At, long Checksum)
{
    /// <summary>Makes the row of a block.</summary>
    public static BlockRow Of(
        ArrivedBlock arrived, (long Row, byte[] Hash) cell, (long Row, byte[] Hash) worker, long at)
    {
        var (key, result) = (arrived.Key, arrived.Result);
        var checksum = RowChecksum.Of(
            cell.Hash,
            worker.Hash,
            [
                unchecked((long)key.Seed), key.BlockSize, key.Block, arrived.Revision, arrived.ColumnVersion,
                result.Trials, (long)arrived.Keep, arrived.Attempts, result.Elapsed.Ticks, at,
            ],
            result.Digest,
            result.Summary,
            result.Kept);
        return new BlockRow(arrived, cell.Row, worker.Row, at, checksum);
    }
}
