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

        foreach (var result in report.Results)
        {
            var key = KeyOf(report.Order.Cell, result.Block);
            var isDisputed = ledger.Mismatches.Any(i => i.Key == key && i.Other.Host == report.By.Host);
            Require(
                isDisputed || (ledger.Stored.TryGetValue(key, out var stored) && stored.Result.Trials >= result.Trials),
                $"Block {key.Block} of {key.Cell.Key} was acknowledged and is not on disk.");
        }
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
        var layout = scenario.Sweep.Layout;
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

    /// <summary>Whatever can be computed again was, but for blocks that failed too often.</summary>
    private void Audited(FarmTotals totals)
    {
        var failed = failures.Count(f => f.Value >= AttemptsAtMost);
        var serving = scenario.HostsOfNodes.Take(scenario.HostsOfNodes.Count - (scenario.HasOldNode ? 1 : 0))
            .Select(Scenario.HostOf).Where(h => !quarantined.Contains(h)).Distinct().Count();
        Require(serving < 2 || totals.UnauditedBlocks <= failed, $"{totals.UnauditedBlocks} blocks are not audited.");
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

    private BlockKey KeyOf(Cell cell, long block) => new(cell, scenario.Sweep.Seed, scenario.Sweep.BlockSize, block);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new SimulationException(otherwise);
        }
    }
}
