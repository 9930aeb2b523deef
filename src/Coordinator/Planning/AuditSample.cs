using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Farm.Coordinator.Ledger;

namespace Farm.Coordinator.Planning;

/// <summary>
/// Which blocks an audit computes again: a share of all, spread evenly, and the same whoever asks and whenever, so that
/// an interrupted audit goes on where it was and a larger share contains every smaller one.
/// </summary>
public static class AuditSample
{
    /// <summary>Whether a block belongs to the sample.</summary>
    /// <param name="key">The block.</param>
    /// <param name="fraction">The share, from 0 (none) to 1 (all).</param>
    public static bool Contains(BlockKey key, double fraction)
    {
        if (fraction <= 0 || fraction >= 1)
        {
            return fraction >= 1;
        }

        var text = Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"audit|{key.Cell.Key}|{key.Seed}|{key.BlockSize}|{key.Block}"));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash) < fraction * Math.Pow(2, 64);
    }
}
