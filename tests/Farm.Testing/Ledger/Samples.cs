using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Testing.Ledger;

/// <summary>Sweeps, blocks and workers to fill ledgers with. All of it is a function of its arguments.</summary>
public static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, 535, TimeSpan.Zero);

    public static WorkerName Worker(string node = "node-1", int slot = 0) =>
        new(node, "host of " + node, slot, "cpu", "simd-512", "Processor X @ 3 GHz");

    public static Cell Cell(double margin = 0.1) => Domain.Cell.Create(
        "xor", [new("margin", Value.Of(margin)), new("init", Value.Of("margin")), new("init_std", Value.Of(0.5))]);

    public static Sweep Sweep(
        string name = "s", long trials = 10_000, ulong seed = ulong.MaxValue, int blockSize = 1024, params Cell[] cells) =>
        new(name, "xor", seed, trials, blockSize, Keep.Flags, cells.Length == 0 ? [Cell()] : cells);

    public static BlockKey Key(long block = 0, double margin = 0.1, ulong seed = ulong.MaxValue, int blockSize = 1024) =>
        new(Cell(margin), seed, blockSize, block);

    /// <summary>A digest that a text stands for: other contents, other digest.</summary>
    public static byte[] Digest(string content) => SHA256.HashData(Encoding.UTF8.GetBytes(content));

    /// <summary>A block whose digest stands for its content.</summary>
    /// <param name="key">Its identity.</param>
    /// <param name="content">What its trials are: the prefix digest is that of the first trials of the same content.</param>
    /// <param name="trials">Its trials.</param>
    /// <param name="prefix">Trials of the prefix to digest; 0 for none.</param>
    public static ArrivedBlock Block(
        BlockKey key,
        string content = "right",
        int trials = 1024,
        int prefix = 0,
        int revision = 1,
        int columnVersion = 1,
        WorkerName? by = null,
        int summaryBytes = 100,
        int keptBytes = 400) => new(
        key,
        revision,
        columnVersion,
        Keep.Flags,
        new BlockResult(
            key.Block,
            trials,
            DigestOf(key, content, trials),
            Bytes(key.Block, summaryBytes),
            Bytes(key.Block + 1, keptBytes),
            TimeSpan.FromTicks(1234 + key.Block),
            prefix == 0 ? null : DigestOf(key, content, prefix)),
        Attempts: 1,
        by ?? Worker());

    /// <summary>A slice whose digest stands for its content.</summary>
    /// <param name="key">The block of its trial.</param>
    /// <param name="first">Where it begins.</param>
    /// <param name="step">Where it ends.</param>
    /// <param name="content">What it led to.</param>
    /// <param name="origin">What the slice before it led to.</param>
    /// <param name="isLast">Whether the trial has ended with it.</param>
    public static ArrivedSlice Slice(
        BlockKey key,
        long first,
        long step,
        string content = "right",
        string origin = "right",
        bool isLast = false,
        int revision = 1,
        int columnVersion = 1,
        WorkerName? by = null)
    {
        var block = isLast ? Block(key, content, 1, revision: revision, columnVersion: columnVersion, by: by) : null;
        return new ArrivedSlice(
            key,
            revision,
            columnVersion,
            first,
            first == 0 ? [] : SliceDigestOf(key, origin, first),
            new SliceResult(
                step,
                isLast ? [] : Bytes(step, 60),
                block?.Result.Digest ?? SliceDigestOf(key, content, step),
                RowsAt(step)),
            TimeSpan.FromTicks(4321 + step),
            by ?? Worker(),
            block);
    }

    /// <summary>The curve's rows of the slice that ends at a step.</summary>
    public static byte[] RowsAt(long step) => Bytes(step + 2, 16);

    public static SetAsideBlock SetAside(BlockKey key, int revision = 1) => new(
        key,
        revision,
        Attempts: 3,
        [
            new(Now, Worker("a"), new ShardFailure(FailureKind.TrialThrew, key.Block, 7, "no luck", "at line 1")),
            new(Now.AddSeconds(1), null, new ShardFailure(FailureKind.WorkerDied, null, null, "gone", "")),
        ]);

    public static LedgerBatch Batch(params ArrivedBlock[] blocks) => new(blocks, [], Now);

    public static LedgerBatch Batch(params SetAsideBlock[] blocks) => new([], blocks, Now);

    private static byte[] DigestOf(BlockKey key, string content, int trials) =>
        Digest(string.Create(CultureInfo.InvariantCulture, $"{key.Cell.Key} {key.Block} {content} {trials}"));

    private static byte[] SliceDigestOf(BlockKey key, string content, long step) =>
        Digest(string.Create(CultureInfo.InvariantCulture, $"{key.Cell.Key} {key.Block} {content} at {step}"));

    private static byte[] Bytes(long seed, int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)((seed + 1) * (i + 17));
        }

        return bytes;
    }
}
