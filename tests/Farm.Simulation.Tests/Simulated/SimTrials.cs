using System.Buffers.Binary;
using System.Security.Cryptography;
using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>
/// The same study with long trials: a chain of numbers, each made of the one before, and a curve of some of them. Whoever
/// loses, repeats or swaps a slice comes to another end.
/// </summary>
internal static class SimTrials
{
    private const int RowEvery = 3;

    private static Measurement[] Curve { get; } = [new("number", ColumnType.Float64, "where the chain is")];

    public static StudyDescription Description { get; } = SimStudy.Description with
    {
        BlockSize = 1,
        Long = new LongTrials(cell => new SliceLayout(4 + (9 * SimStudy.IndexOf(cell)), 5), Curve),
    };

    /// <summary>The right outcome of a slice, and the block when the trial has ended with it.</summary>
    public static (SliceResult Slice, BlockResult? Block) Compute(ShardOrder order)
    {
        var slice = order.Slice!;
        var before = TrialState.Parse(slice.State);
        var number = before.Study.Length == 0 ? 1UL : BinaryPrimitives.ReadUInt64LittleEndian(before.Study.Span);
        var rows = new CurveRows(Curve);
        rows.Begin(before.CurveStep);
        for (var step = slice.FirstStep + 1; step <= slice.End; step++)
        {
            number = SimStudy.Mix(number + ((ulong)order.Blocks.First << 32) + (ulong)step);
            if (step % RowEvery == 0)
            {
                rows.Add(step, number >> 40);
            }
        }

        var state = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(state, number);
        var digest = CurveDigest.Of(before.CurveDigest, rows);
        var last = rows.Count > 0 ? rows.StepAt(rows.Count - 1) : before.CurveStep;
        if (slice.End < Description.Long!.Slices(order.Cell).Steps)
        {
            var after = new TrialState(digest, last, state).ToBytes();
            return (new SliceResult(slice.End, after, DigestOf(order, after), rows.Bytes.ToArray()), null);
        }

        var block = SimStudy.Result(order.Cell, order.Layout, order.Blocks.First, 1);
        block = block with { Digest = SHA256.HashData([.. block.Digest, .. digest, .. state]) };
        return (new SliceResult(slice.End, [], block.Digest, rows.Bytes.ToArray()), block);
    }

    /// <summary>A wrong outcome that looks like a right one.</summary>
    public static (SliceResult Slice, BlockResult? Block) Falsify(ShardOrder order, byte flip)
    {
        var (slice, block) = Compute(order);
        if (block is not null)
        {
            block = SimStudy.Falsify(block, flip);
            return (slice with { Digest = block.Digest }, block);
        }

        var state = (byte[])slice.State.Clone();
        state[^1] ^= flip;
        return (slice with { State = state, Digest = DigestOf(order, state) }, null);
    }

    /// <summary>The undisturbed result of a trial, and its curve.</summary>
    public static (BlockResult Block, byte[] Curve) Whole(ShardOrder order)
    {
        var curve = new List<byte>();
        var next = order with { Slice = First(order.Cell) };
        while (true)
        {
            var (result, block) = Compute(next);
            curve.AddRange(result.Rows);
            if (block is not null)
            {
                return (block, [.. curve]);
            }

            next = Next(next, result);
        }
    }

    /// <summary>The right outcome of the slice that ends at a step, as whoever begins at the start comes to it.</summary>
    public static ShardReport UpTo(ShardOrder order, long step, WorkerName by, TimeSpan elapsed)
    {
        for (var next = order with { Slice = First(order.Cell) };;)
        {
            var (result, block) = Compute(next);
            if (result.Step >= step)
            {
                return new ShardReport(next, by, block is null ? [] : [block], null, elapsed, result);
            }

            next = Next(next, result);
        }
    }

    private static SliceOrder First(Cell cell) => new(0, Description.Long!.Slices(cell).StepsFrom(0), []);

    private static ShardOrder Next(ShardOrder before, SliceResult result) => before with
    {
        Slice = new SliceOrder(
            result.Step, Description.Long!.Slices(before.Cell).StepsFrom(result.Step), result.Digest) { State = result.State },
    };

    private static byte[] DigestOf(ShardOrder order, byte[] state) => SliceDigest.Of(
        Description.Revision,
        Description.ColumnVersion,
        order.Cell,
        order.Seed,
        order.Blocks.First,
        order.Slice!.End,
        state);
}
