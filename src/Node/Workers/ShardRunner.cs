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
/// <param name="device">The device that the studies compute on, which is given back with the runner; null for the processor.</param>
public sealed class ShardRunner(
    StudyCatalog catalog, LaneWidth width, WorkerName worker, TimeProvider clock, IDisposable? device = null) : IDisposable
{
    private readonly Dictionary<string, ITrialRunner> runners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ILongTrialRunner> longRunners = new(StringComparer.Ordinal);
    private CellWorkspace? workspace;
    private SliceWorkspace? slices;

    /// <summary>Computes a shard.</summary>
    /// <param name="order">The order; its study is in the catalog.</param>
    /// <param name="isCancelled">Asked between chunks: whether to end early and hand the rest back.</param>
    /// <returns>The report: every block, or those before the one that failed and why; a refusal where this host lacks data.</returns>
    public ShardReport Run(ShardOrder order, Func<bool> isCancelled)
    {
        var start = clock.GetTimestamp();
        if (order.Slice is { } slice)
        {
            return RunSlice(order, slice, start, isCancelled);
        }

        var results = new List<BlockResult>((int)order.Blocks.Count);
        var failure = Compute(order, results, isCancelled);
        return new ShardReport(order, worker, results, failure, clock.GetElapsedTime(start));
    }

    /// <inheritdoc/>
    public void Dispose() => device?.Dispose();

    /// <summary>
    /// Computes a shard in one call: a long trial slice by slice from its start to the step at which the order ends.
    /// </summary>
    /// <param name="order">The order; a slice of it begins at the trial's start and is of any length.</param>
    public ShardReport RunWhole(ShardOrder order)
    {
        if (order.Slice is not { } whole)
        {
            return Run(order, () => false);
        }

        var slice = SlicesOf(order).First;
        while (true)
        {
            slice = slice with { Steps = Math.Min(slice.Steps, whole.End - slice.FirstStep) };
            var report = Run(order with { Slice = slice }, () => false);
            if (report.Slice is not { IsLast: false } result || result.Step >= whole.End)
            {
                return report;
            }

            slice = slices!.Next(result)!;
        }
    }

    // Whatever a study throws is the block's failure, not the worker's: the farm goes on with the others.
#pragma warning disable CA1031
    private ShardReport RunSlice(ShardOrder order, SliceOrder slice, long start, Func<bool> isCancelled)
    {
        if (isCancelled())
        {
            return new ShardReport(order, worker, [], HandedBack(), TimeSpan.Zero);
        }

        try
        {
            var result = SlicesOf(order).Run(order.Blocks.First, slice);
            var elapsed = clock.GetElapsedTime(start);
            return result.IsLast
                ? Ended(order, result, elapsed)
                : new ShardReport(order, worker, [], null, elapsed, result);
        }
        catch (Exception exception)
        {
            return new ShardReport(order, worker, [], Failure(order.Blocks.First, exception), clock.GetElapsedTime(start));
        }
    }
#pragma warning restore CA1031

    /// <summary>The last slice is compared by what it is all for: the block's digest, which covers the whole curve.</summary>
    private ShardReport Ended(ShardOrder order, SliceResult result, TimeSpan elapsed)
    {
        var block = slices!.Encode(order.Blocks.First, elapsed);
        return new ShardReport(order, worker, [block], null, elapsed, result with { Digest = block.Digest });
    }

    private SliceWorkspace SlicesOf(ShardOrder order)
    {
        if (slices?.Fits(order) != true)
        {
            var study = StudyOf(order) as ILongStudy
                ?? throw new ArgumentException($"Study '{order.Cell.Study}' has no long trials.", nameof(order));
            if (!longRunners.TryGetValue(study.Description.Name, out var runner))
            {
                longRunners.Add(study.Description.Name, runner = study.CreateLongRunner(width));
            }

            slices = new SliceWorkspace(study, runner, order);
        }

        return slices;
    }

    private IStudy StudyOf(ShardOrder order) => catalog.Find(order.Cell.Study)
        ?? throw new ArgumentException($"There is no study '{order.Cell.Study}' here.", nameof(order));

    private ShardFailure HandedBack() =>
        new(FailureKind.HandedBack, null, null, $"Node {worker.Node} is shutting down.", "");

    private ShardFailure Failure(long block, Exception exception) => exception is MissingDataException
        ? new(FailureKind.Refused, null, null, $"Node {worker.Node} on {worker.Host}: {exception.Message}", "")
        : new(
            FailureKind.TrialThrew,
            block,
            (exception as TrialException)?.Trial,
            exception.Message.ReplaceLineEndings(" "),
            exception.ToString());

    private ShardFailure? Compute(ShardOrder order, List<BlockResult> results, Func<bool> isCancelled)
    {
        Prepare(order);
        var block = order.Blocks.First;
        while (block < order.Blocks.End)
        {
            if (isCancelled())
            {
                return HandedBack();
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

        var study = StudyOf(order);
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
                return Failure(block, exception);
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
