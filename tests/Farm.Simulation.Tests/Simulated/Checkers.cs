using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>What must hold at every moment of every schedule, and at the end of each.</summary>
internal sealed class Checkers(Scenario scenario, SimLedger ledger)
{
    private const int AttemptsAtMost = 3;
    private readonly HashSet<ShardId> taken = [];
    private readonly Dictionary<BlockKey, int> failures = [];
    private readonly HashSet<string> quarantined = new(StringComparer.Ordinal);

    public void ReportTaken(ShardId shard) => taken.Add(shard);

    /// <summary>Acknowledged means stored: once the broker forgets a report, only the disk has it.</summary>
    public void ReportAcknowledged(ShardReport report)
    {
        if (quarantined.Contains(report.By.Host))
        {
            // Dropped: what it was to compute is computed by others, or the end finds it lost.
            return;
        }

        SliceAcknowledged(report);
        foreach (var result in report.Results)
        {
            var key = KeyOf(report.Order.Cell, result.Block);
            if (scenario.IsLong && !ledger.Stored.ContainsKey(key))
            {
                // Taken back, or it went on from what was: others compute it, or the end finds it lost.
                continue;
            }

            var isDisputed = ledger.Mismatches.Any(i => i.Key == key && i.Other.Host == report.By.Host);
            Require(
                isDisputed || (ledger.Stored.TryGetValue(key, out var stored) && stored.Result.Trials >= result.Trials),
                $"Block {key.Block} of {key.Cell.Key} was acknowledged and is not on disk.");
        }
    }

    /// <summary>
    /// A slice that is acknowledged is on disk, unless its trial does not go on by it: then it began elsewhere.
    /// </summary>
    private void SliceAcknowledged(ShardReport report)
    {
        if (report.Slice is not { } slice || report.Order.Slice is not { } order)
        {
            return;
        }

        var key = KeyOf(report.Order.Cell, report.Order.Blocks.First);
        var chain = ledger.SlicesOf.GetValueOrDefault(key, []);
        var step = chain.Count > 0 ? chain[^1].Result.Step : 0;
        var origin = chain.Count > 0 ? chain[^1].Result.Digest : [];
        Require(
            step != order.FirstStep || !origin.AsSpan().SequenceEqual(order.From) || ledger.Stored.ContainsKey(key)
                || quarantined.Count > 0 || report.Order.Slice.FirstStep == 0,
            $"The slice of trial {key.Block} of {key.Cell.Key} to step {slice.Step} was acknowledged and is not on disk.");
    }

    /// <summary>An order is done with only when the broker has a report on it.</summary>
    public void OrderAcknowledged(ShardId shard) =>
        Require(taken.Contains(shard), $"Order {shard} was acknowledged before its report was taken.");

    /// <summary>Only who lied is put under quarantine.</summary>
    public void QuarantineAsked(QuarantinedHost host)
    {
        Require(host.Host == scenario.Liar, $"{host.Host} never lied and is put under quarantine: {host.Reason}.");
        quarantined.Add(host.Host);
    }

    public static void Outstanding(int shards, int most) =>
        Require(shards <= most, $"{shards} shards are outstanding, at most {most} may be.");

    public static void SlotTaken(SimNode node, int slot, ShardOrder? running) =>
        Require(running is null, $"Slot {slot} of {node.Hello.Name} got a shard while it had one.");

    /// <param name="started">What the node says.</param>
    /// <param name="running">Shards that it runs besides.</param>
    /// <param name="slots">Its slots.</param>
    public static void ShardStarted(ShardStarted started, int running, int slots) =>
        Require(!started.Alone || running == 0, $"Order {started.Shard} is not alone on a node of {slots} slots.");

    /// <summary>An execution failed in truth: whatever the coordinator counts must be one of these.</summary>
    public void ExecutionFailed(ShardOrder order)
    {
        for (var block = order.Blocks.First; block < order.Blocks.End; block++)
        {
            var key = KeyOf(order.Cell, block);
            failures[key] = failures.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>
    /// Three true failures, each one on record; more only where nodes were lost while the block was not alone.
    /// </summary>
    public void SetAside(SetAsideBlock block)
    {
        var isNodeLost = block.Errors[^1].Failure.Kind == FailureKind.NodeLost;
        Require(
            block.Attempts == block.Errors.Count
                && (block.Attempts == AttemptsAtMost || (isNodeLost && block.Attempts > AttemptsAtMost)),
            $"Block {block.Key.Block} was set aside after {block.Attempts} attempts.");
        Require(
            failures.GetValueOrDefault(block.Key) >= AttemptsAtMost,
            $"Block {block.Key.Block} was set aside but failed only {failures.GetValueOrDefault(block.Key)} times.");
    }

    /// <summary>What is set aside is not ordered again in the same life.</summary>
    public void Ordered(ShardOrder order, HashSet<BlockKey> setAside)
    {
        for (var block = order.Blocks.First; block < order.Blocks.End && setAside.Count > 0; block++)
        {
            Require(!setAside.Contains(KeyOf(order.Cell, block)), $"Block {block} was ordered after it was set aside.");
        }
    }

    /// <summary>At the end: every block is stored or set aside, once, with the undisturbed answer.</summary>
    public void AtEnd(FarmProgress progress, FarmTotals totals)
    {
        var layout = new BlockLayout(scenario.Sweep.BlockSize, scenario.Sweep.Trials);
        var stored = 0L;
        foreach (var cell in scenario.Sweep.Cells)
        {
            for (var block = 0L; block < layout.Blocks; block++)
            {
                stored += BlockAtEnd(KeyOf(cell, block), layout);
            }
        }

        Require(
            scenario.Liar is not null || ledger.Mismatches.Count == 0,
            $"{ledger.Mismatches.Count} blocks came with two answers.");
        Require(totals.UnsettledBlocks == 0, $"{totals.UnsettledBlocks} disputes are not settled.");
        Audited(totals);
        Require(
            progress.DoneTrials == stored,
            $"The coordinator believes that {progress.DoneTrials} trials are stored, {stored} are.");
        Require(progress.PendingTrials == 0, $"{progress.PendingTrials} trials are pending at the end.");
    }

    /// <summary>Whatever can be computed again was, but for blocks that failed too often; what was not is counted.</summary>
    private void Audited(FarmTotals totals)
    {
        var failed = failures.Count(f => f.Value >= AttemptsAtMost);
        var serving = scenario.HostsOfNodes.Take(scenario.HostsOfNodes.Count - (scenario.HasOldNode ? 1 : 0))
            .Select(Scenario.HostOf).Where(h => !quarantined.Contains(h)).Distinct().Count();
        Require(serving < 2 || totals.UnauditedBlocks <= failed, $"{totals.UnauditedBlocks} blocks are not audited.");
        var layout = new BlockLayout(scenario.Sweep.BlockSize, scenario.Sweep.Trials);
        var alone = ledger.Stored.Values.Count(b => b.Result.Trials == layout.TrialsIn(b.Key.Block)
            && AuditSample.Contains(b.Key, scenario.AuditFraction) && !ledger.Confirmations.ContainsKey(b.Key));
        Require(
            alone <= totals.UnauditedBlocks,
            $"{alone} blocks of the sample are not confirmed, of which {totals.UnauditedBlocks} are said to be unaudited.");
    }

    /// <summary>
    /// A wrong row is a lie that nobody checked: of the one host that lies, outside of the sample, while it is trusted.
    /// </summary>
    private bool MayBeWrong(ArrivedBlock block) =>
        block.By.Host == scenario.Liar
        && !quarantined.Contains(block.By.Host)
        && !ledger.Confirmations.ContainsKey(block.Key)
        && (!AuditSample.Contains(block.Key, scenario.AuditFraction) || failures.GetValueOrDefault(block.Key) >= AttemptsAtMost);

    private long BlockAtEnd(BlockKey key, BlockLayout layout)
    {
        if (!ledger.Stored.TryGetValue(key, out var block))
        {
            Require(ledger.GivenUp.ContainsKey(key), $"Block {key.Block} of {key.Cell.Key} is lost.");
            return 0;
        }

        var trials = layout.TrialsIn(key.Block);
        if (scenario.IsLong)
        {
            TrialAtEnd(key, layout, block);
            return trials;
        }

        if (block.Result.Trials < trials && ledger.GivenUp.ContainsKey(key))
        {
            // Its longer form was given up; the shorter stays.
            return 0;
        }

        Require(block.Result.Trials == trials, $"Block {key.Block} has {block.Result.Trials} trials of {trials}.");
        Require(
            SimStudy.SumIn(block.Result) == SimStudy.SumOf(key.Cell, layout.FirstTrial(key.Block), trials)
                || MayBeWrong(block),
            $"Block {key.Block} of {key.Cell.Key} has another sum than undisturbed.");
        return trials;
    }

    /// <summary>Every slice once, each from where the one before ended, with the undisturbed end and curve.</summary>
    private void TrialAtEnd(BlockKey key, BlockLayout layout, ArrivedBlock block)
    {
        var (step, origin, curve) = (0L, Array.Empty<byte>(), new List<byte>());
        foreach (var slice in ledger.SlicesOf.GetValueOrDefault(key, []))
        {
            Require(
                slice.FirstStep == step && slice.Origin.AsSpan().SequenceEqual(origin),
                $"Trial {key.Block} of {key.Cell.Key} goes on at step {slice.FirstStep} from another state than that of {step}.");
            (step, origin) = (slice.Result.Step, slice.Result.Digest);
            curve.AddRange(slice.Result.Rows);
        }

        var whole = SimTrials.Whole(new ShardOrder(
            default, "", default, 0, 0, key.Cell, key.Seed, layout, new BlockRange(key.Block, 1), scenario.Sweep.Keep));
        var isRight = block.Result.Digest.AsSpan().SequenceEqual(whole.Block.Digest) && curve.SequenceEqual(whole.Curve)
            && step == scenario.Study.Long!.Slices(key.Cell).Steps;
        Require(
            isRight || MayBeWrong(block) || ledger.SlicesOf[key].Exists(s => MayBeWrong(block with { By = s.By })),
            $"Trial {key.Block} of {key.Cell.Key} has another end or curve than undisturbed.");
    }

    private BlockKey KeyOf(Cell cell, long block) => new(cell, scenario.Sweep.Seed, scenario.Sweep.BlockSize, block);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new SimulationException(otherwise);
        }
    }
}
