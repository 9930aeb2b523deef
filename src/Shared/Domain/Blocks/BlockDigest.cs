using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Farm.Domain;

/// <summary>
/// The digest that every execution of a block must reproduce: SHA-256 over the study's revision and column version
/// (int32 each), the cell's key (int32 length, UTF-8), the seed (uint64), the block size (int32), the block (int64),
/// the number of trials (int32), and each column's values in declared order; all little-endian, NaNs canonical. Of a
/// study with curves the curve's digest follows, so that the trial's whole time series is part of its result.
/// </summary>
public sealed class BlockDigest
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private readonly byte[] header;

    // All that is hashed, in one piece: a call of the hash for each column would cost small blocks more than the hash.
    private byte[] message = [];

    /// <summary>Digests of blocks of one cell.</summary>
    public BlockDigest(int revision, int columnVersion, Cell cell, ulong seed, int blockSize)
    {
        var key = Encoding.UTF8.GetBytes(cell.Key);
        header = new byte[12 + key.Length + 8 + 4 + 8 + 4];
        BinaryPrimitives.WriteInt32LittleEndian(header, revision);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), columnVersion);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), key.Length);
        key.CopyTo(header, 12);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(12 + key.Length), seed);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20 + key.Length), blockSize);
    }

    /// <summary>Digest of rows of columns whose NaNs are canonical already.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="digested">Positions of the columns to digest, in declared order.</param>
    /// <param name="firstRow">The block's first row.</param>
    /// <param name="rows">The block's trials.</param>
    /// <param name="block">The block.</param>
    /// <param name="curve">The curve's digest of a study with curves; empty for every other.</param>
    public byte[] Compute(
        TrialColumns columns,
        ReadOnlySpan<int> digested,
        int firstRow,
        int rows,
        long block,
        ReadOnlySpan<byte> curve = default)
    {
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(^12), block);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(^4), rows);
        var length = header.Length + curve.Length;
        foreach (var column in digested)
        {
            length += rows * columns.Measurements[column].Type.Bytes;
        }

        if (message.Length < length)
        {
            message = new byte[length];
        }

        header.CopyTo(message, 0);
        var at = header.Length;
        foreach (var column in digested)
        {
            var bytes = columns.Measurements[column].Type.Bytes;
            var raw = columns.Raw(column).Slice(firstRow * bytes, rows * bytes);
            raw.CopyTo(message.AsSpan(at));
            at += raw.Length;
        }

        curve.CopyTo(message.AsSpan(at));
        return SHA256.HashData(message.AsSpan(0, length));
    }
}
