namespace Farm.Domain;

/// <summary>One block, computed and encoded on its worker: all that the ledger will store of it.</summary>
/// <param name="Block">Its index in the cell.</param>
/// <param name="Trials">Trials in it: the block size, fewer in a last one.</param>
/// <param name="Digest">SHA-256 that any other execution of the block must reproduce, 32 bytes.</param>
/// <param name="Summary">The measurements' summaries, as <c>SummaryCodec</c> writes them.</param>
/// <param name="Kept">What is kept of single trials, as <c>KeptCodec</c> writes it; empty for <see cref="Keep.Sums"/>.</param>
/// <param name="Elapsed">Time its computation took, as its share of its shard.</param>
/// <param name="PrefixDigest">Digest of the order's prefix of this block, when it asked for one; else null.</param>
public sealed record BlockResult(
    long Block, int Trials, byte[] Digest, byte[] Summary, byte[] Kept, TimeSpan Elapsed, byte[]? PrefixDigest = null);
