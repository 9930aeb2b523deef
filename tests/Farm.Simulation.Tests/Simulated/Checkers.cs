using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>What must hold at every moment of every schedule, and at the end of each.</summary>
internal sealed class Checkers(Scenario scenario, SimLedger ledger)
{
    private const int AttemptsAtMost = 3;
    private readonly HashSet<ShardId> taken = [];
    private readonly Dictionary<BlockKey, int> failures = [];

    public void ReportTaken(ShardId shard) => taken.Add(shard);

    /// <summary>Acknowledged means stored: once the broker forgets a report, only the disk has it.</summary>
    public void ReportAcknowledged(ShardReport report)
    {
        foreach (var result in report.Results)
        {
            var key = KeyOf(report.Order.Cell, result.Block);
            Require(
                ledger.Stored.TryGetValue(key, out var stored) && stored.Result.Trials >= result.Trials,
                $"Block {key.Block} of {key.Cell.Key} was acknowledged and is not on disk.");
        }
    }

    /// <summary>An order is done with only when the broker has a report on it.</summary>
    public void OrderAcknowledged(ShardId shard) =>
        Require(taken.Contains(shard), $"Order {shard} was acknowledged before its report was taken.");

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
    public void AtEnd(FarmProgress progress)
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

        Require(ledger.Mismatches.Count == 0, $"{ledger.Mismatches.Count} blocks came with two answers.");
        Require(
            progress.DoneTrials == stored,
            $"The coordinator believes that {progress.DoneTrials} trials are stored, {stored} are.");
        Require(progress.PendingTrials == 0, $"{progress.PendingTrials} trials are pending at the end.");
    }

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
            SimStudy.SumIn(block.Result) == SimStudy.SumOf(key.Cell, layout.FirstTrial(key.Block), trials),
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
