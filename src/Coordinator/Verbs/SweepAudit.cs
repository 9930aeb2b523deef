using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;

namespace Farm.Coordinator.Verbs;

/// <summary>The checks of one sweep.</summary>
internal static class SweepAudit
{
    /// <summary>Counts stored blocks by themselves and compares with the plan; looks for blocks that are there twice.</summary>
    public static void Count(OpenedSweep opened, AuditFindings findings)
    {
        var plan = Planner.Plan(opened.Sweep, opened.Study.Description, opened.Ledger);
        var (done, wrongSums, doubles) = (0L, new List<string>(), new List<string>());
        foreach (var cell in plan.Cells)
        {
            var trials = CountCell(opened, cell, wrongSums, doubles);
            done += trials;
            if (trials != cell.DoneTrials || cell.Layout.Trials != trials + cell.SetAsideTrials + cell.PendingTrials)
            {
                wrongSums.Add(Invariant.Text(
                    $"cell {cell.Cell.Id}: {cell.Layout.Trials} trials are planned, {trials} are stored, {cell.SetAsideTrials} set aside and {cell.PendingTrials} pending"));
            }
        }

        var name = opened.Sweep.Name;
        findings.Add(
            name,
            "planned = done + set aside + pending",
            Invariant.Text($"{plan.PlannedTrials} = {done} + {plan.SetAsideTrials} + {plan.PendingTrials} trials"),
            wrongSums,
            ExitCode.Storage);
        findings.Add(name, "no block is there twice", Invariant.Text($"{doubles.Count} doubles"), doubles, ExitCode.Storage);
    }

    /// <summary>Computes a share of the stored blocks again and compares digests.</summary>
    /// <param name="opened">The sweep.</param>
    /// <param name="fraction">The share, above 0, at most 1.</param>
    /// <param name="seed">Which share.</param>
    /// <param name="findings">Where to.</param>
    public static void ComputeAgain(OpenedSweep opened, double fraction, ulong seed, AuditFindings findings)
    {
        var (stored, again, near, wrong) = (0L, 0L, 0L, new List<string>());
        foreach (var cell in opened.Sweep.Cells)
        {
            var recomputer = new BlockRecomputer(opened.Study, cell, opened.Sweep.Seed, opened.Sweep.BlockSize);
            foreach (var block in Present(opened, cell))
            {
                stored++;
                if (!IsDrawn(block.Key, fraction, seed))
                {
                    continue;
                }

                if (!opened.PromisesEqualBits(block))
                {
                    near++;
                    continue;
                }

                again++;
                if (!recomputer.Agrees(block, out var difference))
                {
                    wrong.Add(difference);
                }
            }
        }

        findings.Add(
            opened.Sweep.Name,
            "computed again, digests agree",
            near == 0
                ? Invariant.Text($"{again} of {stored} blocks")
                : Invariant.Text($"{again} of {stored} blocks; {near} more are by devices without equal bits and were not compared"),
            wrong,
            ExitCode.DigestMismatch);
    }

    private static IEnumerable<StoredBlock> Present(OpenedSweep opened, Cell cell) =>
        opened.Blocks(cell).Where(b => b.Revision == opened.Study.Description.Revision);

    private static long CountCell(OpenedSweep opened, CellPlan plan, List<string> wrongSums, List<string> doubles)
    {
        var (trials, previous) = (0L, -1L);
        foreach (var block in Present(opened, plan.Cell))
        {
            if (block.Key.Block == previous)
            {
                doubles.Add(Invariant.Text($"block {previous} of cell {plan.Cell.Id} is stored twice"));
                continue;
            }

            previous = block.Key.Block;
            var wanted = plan.Layout.TrialsIn(previous);

            // A block with fewer trials than are asked for now is pending; one with more counts as far as it is asked for.
            trials += block.Trials >= wanted ? wanted : 0;
            if (!SumsFit(opened, block))
            {
                wrongSums.Add(Invariant.Text($"block {previous} of cell {plan.Cell.Id} has {block.Trials} trials, but its sums have not"));
            }
        }

        return trials;
    }

    private static bool SumsFit(OpenedSweep opened, StoredBlock block)
    {
        var measurements = opened.Study.Description.MeasurementsOf(block.Key.Cell, block.ColumnVersion);
        try
        {
            var summaries = SummaryCodec.Decode(measurements, block.Summary);
            return summaries.All(s => s.Count <= block.Trials)
                && measurements.Zip(summaries).All(p => p.First.Kind == MeasurementKind.Number || p.Second.Count == block.Trials);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Whether a block belongs to the share: its own hash decides, so that the order of things does not.</summary>
    private static bool IsDrawn(BlockKey key, double fraction, ulong seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(Invariant.Text($"{key.Cell.Key};{key.Seed};{key.Block};{seed}")), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash) <= fraction * ulong.MaxValue;
    }
}
