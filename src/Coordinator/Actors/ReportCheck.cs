using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>
/// Says why a report's results cannot be, before any of them is stored: nodes are not trusted to be sane.
/// </summary>
/// <remarks>
/// What passes can be stored and read again. Whether the numbers are right only another execution can tell: audits do.
/// Belongs to one thread.
/// </remarks>
/// <param name="study">The sweep's study.</param>
public sealed class ReportCheck(StudyDescription study)
{
    private readonly Dictionary<Cell, IReadOnlyList<Measurement>> measurements = [];
    private readonly Dictionary<Cell, IReadOnlyList<Measurement>> curves = [];

    /// <summary>Why a report cannot be an answer to the order that it names; null when it can.</summary>
    /// <param name="report">A report of one of the sweep's cells.</param>
    public string? FaultOf(ShardReport report)
    {
        var order = report.Order;
        if (FaultOfSlice(report) is { } wrong)
        {
            return wrong;
        }

        if (report.Results.Count > order.Blocks.Count)
        {
            return $"{report.Results.Count} results answer an order of {order.Blocks.Count} blocks";
        }

        var next = order.Blocks.First;
        foreach (var result in report.Results)
        {
            if (result.Block < next || result.Block >= order.Blocks.End)
            {
                return result.Block >= order.Blocks.First && result.Block < next
                    ? $"block {result.Block} comes twice or late"
                    : $"block {result.Block} is not of the order's {order.Blocks}";
            }

            next = result.Block + 1;
            if (FaultOf(order, result) is { } fault)
            {
                return $"block {result.Block}: {fault}";
            }
        }

        return FaultOf(order, report.Failure);
    }

    private string? FaultOf(ShardOrder order, BlockResult result)
    {
        var trials = order.Layout.TrialsIn(result.Block);
        if (result.Trials != trials)
        {
            return $"it has {result.Trials} trials, not {trials}";
        }

        if (result.Digest.Length != BlockDigest.Length)
        {
            return $"its digest has {result.Digest.Length} bytes, not {BlockDigest.Length}";
        }

        var prefix = result.Block == order.Blocks.End - 1 && order.PrefixTrials > 0 ? BlockDigest.Length : 0;
        if ((result.PrefixDigest?.Length ?? 0) != prefix)
        {
            return $"its prefix's digest has {result.PrefixDigest?.Length ?? 0} bytes, not {prefix}";
        }

        var of = MeasurementsOf(order.Cell);
        return KeptCheck.FaultOf(of, order.Keep, result.Kept, trials) ?? SummaryCheck.FaultOf(of, result.Summary, trials);
    }

    private string? FaultOfSlice(ShardReport report)
    {
        var (order, slice) = (report.Order, report.Slice);
        if (study.Long is not { } trials)
        {
            return order.Slice is null && slice is null ? null : "the study has no long trials";
        }

        if (order.Slice is not { } ordered || order.Blocks.Count != 1)
        {
            return "it answers no order of one slice";
        }

        if (slice is null || report.Failure is not null)
        {
            return slice is not null ? "a failed slice has led somewhere"
                : report.Results.Count > 0 ? "a block comes without its last slice"
                : null;
        }

        if (slice.Step != ordered.End || slice.Digest.Length != SliceDigest.Length)
        {
            return $"its slice reaches step {slice.Step}, not {ordered.End}, with a digest of {slice.Digest.Length} bytes";
        }

        if (CurveRows.FaultOf(CurveOf(trials, order.Cell), slice.Rows, ordered.FirstStep - 1, ordered.End) is { } fault)
        {
            return $"its curve {fault}";
        }

        return slice.IsLast ? FaultOfEnd(report, slice) : FaultOfState(report, slice, trials);
    }

    private static string? FaultOfEnd(ShardReport report, SliceResult slice) =>
        report.Results.Count != 1 || !slice.Digest.AsSpan().SequenceEqual(report.Results[0].Digest)
            ? "its last slice comes without its block"
            : null;

    private string? FaultOfState(ShardReport report, SliceResult slice, LongTrials trials)
    {
        var order = report.Order;
        if (report.Results.Count > 0 || slice.Step >= trials.Slices(order.Cell).Steps)
        {
            return "its trial has ended and not ended";
        }

        var bytes = slice.State.Length - TrialState.HeaderBytes;
        if (bytes is <= 0 or > SliceLimits.StateBytes)
        {
            return $"its state has {slice.State.Length} bytes";
        }

        var digest = SliceDigest.Of(
            study.Revision,
            study.ColumnVersion,
            order.Cell,
            order.Seed,
            order.Blocks.First * order.Layout.BlockSize,
            slice.Step,
            slice.State);
        return digest.AsSpan().SequenceEqual(slice.Digest) ? null : "its state does not have its digest";
    }

    private IReadOnlyList<Measurement> CurveOf(LongTrials trials, Cell cell)
    {
        if (!curves.TryGetValue(cell, out var of))
        {
            curves.Add(cell, of = trials.CurveOf(cell, study.ColumnVersion));
        }

        return of;
    }

    private static string? FaultOf(ShardOrder order, ShardFailure? failure)
    {
        if (failure?.Block is { } block && (block < order.Blocks.First || block >= order.Blocks.End))
        {
            return $"the failed block {block} is not of the order's {order.Blocks}";
        }

        var first = order.Layout.FirstTrial(order.Blocks.First);
        return failure?.Trial is { } trial && (trial < first || trial >= first + order.Layout.TrialsIn(order.Blocks))
            ? $"the failed trial {trial} is not of the order's {order.Blocks}"
            : null;
    }

    private IReadOnlyList<Measurement> MeasurementsOf(Cell cell)
    {
        if (!measurements.TryGetValue(cell, out var of))
        {
            measurements.Add(cell, of = study.MeasurementsOf(cell));
        }

        return of;
    }
}
