using System.Buffers.Binary;
using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>A study whose every answer is known beforehand: a pure function of cell and trial.</summary>
internal static class SimStudy
{
    public const string Name = "simulated";

    private static Measurement Answer { get; } = new("answer", ColumnType.Float64, "what a trial answers");

    public static StudyDescription Description { get; } =
        new(Name, Revision: 3, ColumnVersion: 2, "Is anything lost?", BlockSize: 4, [], [Answer]);

    public static Cell CellOf(int index) => Cells[index];

    public static int IndexOf(Cell cell) => (int)cell.Parameters["index"].Number;

    /// <summary>The right result of a block.</summary>
    public static BlockResult Compute(Cell cell, BlockLayout layout, long block, int prefixTrials)
    {
        var trials = layout.TrialsIn(block);
        return Result(cell, layout, block, trials) with
        {
            PrefixDigest = prefixTrials > 0 ? Digest(cell, layout.FirstTrial(block), prefixTrials) : null,
        };
    }

    /// <summary>The right result of a block that was computed when it was shorter.</summary>
    public static BlockResult Result(Cell cell, BlockLayout layout, long block, int trials)
    {
        double sum = SumOf(cell, layout.FirstTrial(block), trials);
        return new BlockResult(
            block,
            trials,
            Digest(cell, layout.FirstTrial(block), trials),
            SummaryCodec.Encode([Answer], [new MeasurementSummary(trials, sum, sum, 0, sum, [])]),
            [],
            TimeSpan.Zero);
    }

    /// <summary>A wrong result that looks like a right one.</summary>
    /// <param name="right">The right one.</param>
    /// <param name="flip">Which bits of the digest are wrong, not 0.</param>
    public static BlockResult Falsify(BlockResult right, byte flip)
    {
        var summary = SummaryCodec.Decode([Answer], right.Summary)[0];
        var digest = (byte[])right.Digest.Clone();
        digest[31] ^= flip;
        return right with
        {
            Digest = digest,
            Summary = SummaryCodec.Encode([Answer], [summary with { Sum = summary.Sum + 1 }]),
        };
    }

    /// <summary>The sum of a block's answers, which are whole and few enough to be exact.</summary>
    public static long SumIn(BlockResult result) => (long)SummaryCodec.Decode([Answer], result.Summary)[0].Sum;

    /// <summary>The undisturbed answer: the sum of some trials of a cell.</summary>
    public static long SumOf(Cell cell, long firstTrial, long trials)
    {
        var sum = 0L;
        for (var trial = firstTrial; trial < firstTrial + trials; trial++)
        {
            sum += (long)(Mix((ulong)IndexOf(cell) << 40 | (ulong)trial) >> 20);
        }

        return sum;
    }

    private static Cell[] Cells { get; } =
        [.. Enumerable.Range(0, 8).Select(i => Cell.Create(Name, [new("index", Value.Of(i))]))];

    private static byte[] Digest(Cell cell, long firstTrial, int trials)
    {
        var digest = new byte[32];
        BinaryPrimitives.WriteInt64LittleEndian(digest, SumOf(cell, firstTrial, trials));
        BinaryPrimitives.WriteInt64LittleEndian(digest.AsSpan(8), firstTrial);
        BinaryPrimitives.WriteInt32LittleEndian(digest.AsSpan(16), trials);
        BinaryPrimitives.WriteInt32LittleEndian(digest.AsSpan(20), IndexOf(cell));
        return digest;
    }

    public static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }
}
