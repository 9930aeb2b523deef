using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Farm.Coordinator.Ledger;

/// <summary>An arrived slice with the row numbers and the checksum that it is stored under.</summary>
internal readonly record struct SliceRow(ArrivedSlice Arrived, long Cell, long Worker, long At, long Checksum)
{
    /// <summary>Makes the row of a slice.</summary>
    public static SliceRow Of(
        ArrivedSlice arrived, (long Row, byte[] Hash) cell, (long Row, byte[] Hash) worker, long at)
    {
        var (key, result) = (arrived.Key, arrived.Result);
        var checksum = RowChecksum.Of(
            cell.Hash,
            worker.Hash,
            [
                unchecked((long)key.Seed), key.BlockSize, key.Block, arrived.Revision, arrived.ColumnVersion,
                arrived.FirstStep, result.Step, arrived.Elapsed.Ticks, at,
            ],
            arrived.Origin,
            result.Digest,
            result.Rows);
        return new SliceRow(arrived, cell.Row, worker.Row, at, checksum);
    }

    /// <summary>The checksum of a stored state: the first 64 bits, little-endian, of its SHA-256.</summary>
    public static long ChecksumOf(ReadOnlySpan<byte> state)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(state, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
