using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Farm.Domain;

namespace Farm.Coordinator.Ledger;

/// <summary>
/// The checksum of a stored block: the first 64 bits, little-endian, of SHA-256 over every field of its row and what
/// is kept of its trials. Cell and worker go in as their text, not as row numbers, so that it also guards those.
/// </summary>
internal static class RowChecksum
{
    /// <summary>Hash of a text that many rows share, to be computed once.</summary>
    public static byte[] OfCell(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Hash of a worker's name, to be computed once; the parts are told apart by a zero byte.</summary>
    public static byte[] OfWorker(WorkerName worker) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\0', worker.Node, worker.Host, worker.Slot, worker.Device, worker.Backend, worker.Processor)));

    /// <summary>The checksum of a row.</summary>
    /// <param name="cell">From <see cref="OfCell"/>.</param>
    /// <param name="worker">From <see cref="OfWorker"/>.</param>
    /// <param name="numbers">
    /// Seed, block size, block, revision, column version, trials, keep, attempts, elapsed, at, as stored.
    /// </param>
    /// <param name="digest">As stored.</param>
    /// <param name="summary">As stored.</param>
    /// <param name="kept">As stored; empty when nothing is.</param>
    public static long Of(
        ReadOnlySpan<byte> cell,
        ReadOnlySpan<byte> worker,
        ReadOnlySpan<long> numbers,
        ReadOnlySpan<byte> digest,
        ReadOnlySpan<byte> summary,
        ReadOnlySpan<byte> kept)
    {
        var length = cell.Length + worker.Length + (numbers.Length + 3) * sizeof(long)
            + digest.Length + summary.Length + kept.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var rest = buffer.AsSpan(0, length);
        Put(ref rest, cell);
        Put(ref rest, worker);
        foreach (var number in numbers)
        {
            Put(ref rest, number);
        }

        // Lengths first, so that no byte can move from one field to its neighbour unseen.
        Put(ref rest, digest.Length);
        Put(ref rest, summary.Length);
        Put(ref rest, kept.Length);
        Put(ref rest, digest);
        Put(ref rest, summary);
        Put(ref rest, kept);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    private static void Put(ref Span<byte> rest, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(rest, number);
        rest = rest[sizeof(long)..];
    }

    private static void Put(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }
}
