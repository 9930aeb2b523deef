using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Node.Workers;

/// <summary>
/// Computes shards, one at a time: chunks of blocks, each encoded where it was computed. Owns the scratch memory of
/// every study it met; used by one thread.
/// </summary>
/// <param name="catalog">The studies.</param>
/// <param name="width">SIMD width to compute with.</param>
/// <param name="worker">Who computes.</param>
/// <param name="clock">For the time that blocks take.</param>
public sealed class ShardRunner(StudyCatalog catalog, LaneWidth width, WorkerName worker, TimeProvider clock)
{
    private readonly Dictionary<string, ITrialRunner> runners = new(StringComparer.Ordinal);
    private CellWorkspace? workspace;

    /// <summary>Computes a shard.</summary>
    /// <param name="order">The order; its study is in the catalog.</param>
    /// <param name="isCancelled">Asked between chunks: whether to end early and hand the rest back.</param>
    /// <returns>The report: every block, or those before the one that failed and why.</returns>
    public ShardReport Run(ShardOrder order, Func<bool> isCancelled)
    {
        var start = clock.GetTimestamp();
        var results = new List<BlockResult>((int)order.Blocks.Count);
        var failure = Compute(order, results, isCancelled);
        return new ShardReport(order, worker, results, failure, clock.GetElapsedTime(start));
    }

    private ShardFailure? Compute(ShardOrder order, List<BlockResult> results, Func<bool> isCancelled)
    {
        Prepare(order);
        var block = order.Blocks.First;
        while (block < order.Blocks.End)
        {
            if (isCancelled())
            {
                return new ShardFailure(
                    FailureKind.HandedBack, null, null, $"Node {worker.Node} is shutting down.", "");
            }

            var chunk = new BlockRange(block, Math.Min(workspace!.BlocksAtOnce, order.Blocks.End - block));
            if (TryChunk(order, chunk, results) is not null && FindCulprit(order, chunk, results) is { } failure)
            {
                return failure;
            }

            block = chunk.End;
        }

        return null;
    }

    private void Prepare(ShardOrder order)
    {
        if (workspace?.Fits(order) == true)
        {
            return;
        }

        var study = catalog.Find(order.Cell.Study)
            ?? throw new ArgumentException($"There is no study '{order.Cell.Study}' here.", nameof(order));
        if (!runners.TryGetValue(study.Description.Name, out var runner))
        {
            runners.Add(study.Description.Name, runner = study.CreateRunner(width));
        }

        workspace = CellWorkspace.Create(study, runner, order, workspace);
    }

    /// <summary>Goes through a failed chunk block by block: what comes before the culprit is kept.</summary>
    /// <returns>The culprit's failure; null when every block succeeds this time.</returns>
    private ShardFailure? FindCulprit(ShardOrder order, BlockRange chunk, List<BlockResult> results)
    {
        for (var block = chunk.First; block < chunk.End; block++)
        {
            if (TryChunk(order, new BlockRange(block, 1), results) is { } exception)
            {
                return new ShardFailure(
                    FailureKind.TrialThrew,
                    block,
                    (exception as TrialException)?.Trial,
                    exception.Message.ReplaceLineEndings(" "),
                    exception.ToString());
            }
        }

        return null;
    }

    // Whatever a study throws is the block's failure, not the worker's: the farm goes on with the others.
#pragma warning disable CA1031
    private Exception? TryChunk(ShardOrder order, BlockRange chunk, List<BlockResult> results)
    {
        var kept = results.Count;
        try
        {
            RunChunk(order, chunk, results);
            return null;
        }
        catch (Exception exception)
        {
            results.RemoveRange(kept, results.Count - kept);
            return exception;
        }
    }
#pragma warning restore CA1031

    private void RunChunk(ShardOrder order, BlockRange chunk, List<BlockResult> results)
    {
        var start = clock.GetTimestamp();
        var trials = (int)order.Layout.TrialsIn(chunk);
        workspace!.Compute(order.Layout.FirstTrial(chunk.First), trials);
        var elapsed = clock.GetElapsedTime(start);
        var firstRow = 0;
        for (var block = chunk.First; block < chunk.End; block++)
        {
            var rows = order.Layout.TrialsIn(block);
            var prefix = block == order.Blocks.End - 1 ? order.PrefixTrials : 0;
            results.Add(workspace.Encode(firstRow, rows, block, prefix, elapsed * ((double)rows / trials)));
            firstRow += rows;
        }
    }
}
