using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Farm.Domain;

/// <summary>
/// The digest of what a slice led to, which every execution must reproduce: SHA-256 over the study's revision and column
/// version (int32 each), the cell's key (int32 length, UTF-8), the seed (uint64), the trial (int64), the steps done
/// (int64), and the state; little-endian. The state holds the curve's digest, so that this covers all rows so far.
/// </summary>
public static class SliceDigest
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>The digest of a state.</summary>
    /// <param name="revision">The study's revision.</param>
    /// <param name="columnVersion">The study's column version.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="seed">The sweep's seed.</param>
    /// <param name="trial">The trial's index.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="state">The state as it is stored; of a trial that has ended only its first bytes, without a study's own.</param>
    public static byte[] Of(
        int revision, int columnVersion, Cell cell, ulong seed, long trial, long step, ReadOnlySpan<byte> state)
    {
        var key = Encoding.UTF8.GetBytes(cell.Key);
        var header = new byte[12 + key.Length + 24];
        BinaryPrimitives.WriteInt32LittleEndian(header, revision);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), columnVersion);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), key.Length);
        key.CopyTo(header, 12);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(^24), seed);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(^16), trial);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(^8), step);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(state);
        return hash.GetHashAndReset();
    }
}
