using Farm.Domain;

namespace Farm.Transport.Wire;

/// <content>Reports.</content>
internal static partial class WireCodec
{
    /// <summary>
    /// A report's bytes. A failure's texts are made to fit: control characters become spaces, what is too long is cut.
    /// </summary>
    /// <exception cref="WireException">The report is beyond the bounds of messages.</exception>
    public static byte[] Write(ShardReport report)
    {
        var form = new ReportForm
        {
            Order = FormOf(report.Order),
            By = FormOf(report.By),
            Results = new BlockForm[report.Results.Count],
            Failure = report.Failure is { } failure ? FormOf(failure) : null,
            ElapsedTicks = Ticks(report.Elapsed.Ticks),
            Slice = report.Slice is { } slice ? FormOf(slice) : null,
        };
        for (var i = 0; i < form.Results.Length; i++)
        {
            form.Results[i] = FormOf(report.Results[i]);
        }

        Check(form);
        return Write(form, WireJson.Default.ReportForm, MostOf(form.Slice is not null));
    }

    /// <summary>The report that bytes stand for. Whether its results can be is not checked here.</summary>
    /// <exception cref="WireException">They stand for none.</exception>
    public static ShardReport ReadReport(ReadOnlySpan<byte> bytes)
    {
        var form = Read(bytes, WireJson.Default.ReportForm, WireLimits.SliceBytes);
        Check(form);
        CheckLength(bytes.Length, MostOf(form.Slice is not null));
        return new ShardReport(
            OrderOf(form.Order),
            WorkerOf(form.By),
            WireCheck.List(form.Results, WireLimits.ShardBlocks, ResultOf, "results"),
            form.Failure is { } failure ? FailureOf(failure) : null,
            TimeSpan.FromTicks(Ticks(form.ElapsedTicks)),
            form.Slice is { } slice ? ResultOf(slice) : null);
    }

    private static void Check(ReportForm form)
    {
        if (form.Order.State is not null)
        {
            WireCheck.Throw($"state comes back with a report");
        }

        if (form.Slice is not null && form.Order.Slice is null)
        {
            WireCheck.Throw($"slice answers an order that has none");
        }
    }

    private static SliceResultForm FormOf(SliceResult slice)
    {
        var form = new SliceResultForm
        {
            Step = slice.Step,
            State = slice.State,
            Digest = slice.Digest,
            Rows = slice.Rows,
        };
        ResultOf(form);
        return form;
    }

    private static SliceResult ResultOf(SliceResultForm form)
    {
        WireCheck.Within(form.Step, 1, WireLimits.Steps, "step");
        WireCheck.Within(form.State.Length, 0, TrialState.HeaderBytes + SliceLimits.StateBytes, "state");
        WireCheck.Bytes(form.Digest, SliceDigest.Length, "digest");
        WireCheck.Within(form.Rows.Length, 0, SliceLimits.CurveBytes, "rows");
        return new SliceResult(form.Step, form.State, form.Digest, form.Rows);
    }

    private static long Ticks(long ticks) => WireCheck.Within(ticks, 0, WireLimits.ElapsedTicks, "elapsed_ticks");

    private static BlockForm FormOf(BlockResult result)
    {
        var form = new BlockForm
        {
            Block = result.Block,
            Trials = result.Trials,
            Digest = result.Digest,
            Summary = result.Summary,
            Kept = result.Kept,
            ElapsedTicks = result.Elapsed.Ticks,
            PrefixDigest = result.PrefixDigest,
        };
        Check(form);
        return form;
    }

    private static BlockResult ResultOf(BlockForm form)
    {
        Check(form);
        return new BlockResult(
            form.Block,
            form.Trials,
            form.Digest,
            form.Summary,
            form.Kept,
            TimeSpan.FromTicks(form.ElapsedTicks),
            form.PrefixDigest);
    }

    private static void Check(BlockForm form)
    {
        WireCheck.Within(form.Block, 0, WireLimits.CellTrials, "block");
        WireCheck.Within(form.Trials, 1, WireLimits.BlockTrials, "trials");
        WireCheck.Bytes(form.Digest, BlockDigest.Length, "digest");
        if (form.PrefixDigest is { } prefix)
        {
            WireCheck.Bytes(prefix, BlockDigest.Length, "prefix_digest");
        }

        Ticks(form.ElapsedTicks);
    }

    private static WorkerForm FormOf(WorkerName by)
    {
        var form = new WorkerForm
        {
            Node = by.Node,
            Host = by.Host,
            Slot = by.Slot,
            Device = by.Device,
            Backend = by.Backend,
            Processor = by.Processor,
        };
        WorkerOf(form);
        return form;
    }

    private static WorkerName WorkerOf(WorkerForm form) => new(
        WireCheck.Node(form.Node, "node"),
        WireCheck.Name(form.Host, "host"),
        WireCheck.Within(form.Slot, 0, WireLimits.Slots - 1, "slot"),
        WireCheck.Name(form.Device, "device"),
        WireCheck.Name(form.Backend, "backend"),
        WireCheck.Name(form.Processor, "processor"));

    private static FailureForm FormOf(ShardFailure failure)
    {
        var form = new FailureForm
        {
            Kind = NameOf(failure.Kind),
            Block = failure.Block,
            Trial = failure.Trial,
            Message = WireText.ToLine(failure.Message),
            Detail = WireText.ToDetail(failure.Detail),
        };
        FailureOf(form);
        return form;
    }

    private static ShardFailure FailureOf(FailureForm form) => new(
        KindOf(form.Kind),
        form.Block is { } block ? WireCheck.Within(block, 0, WireLimits.CellTrials, "block") : null,
        form.Trial is { } trial ? WireCheck.Within(trial, 0, WireLimits.CellTrials, "trial") : null,
        WireCheck.Text(form.Message, "message"),
        WireCheck.Detail(form.Detail, "detail"));

    private static string NameOf(FailureKind kind)
    {
        switch (kind)
        {
            case FailureKind.TrialThrew:
                return "trial_threw";
            case FailureKind.WorkerDied:
                return "worker_died";
            case FailureKind.Refused:
                return "refused";
            case FailureKind.HandedBack:
                return "handed_back";
            default:
                WireCheck.Throw($"kind is {(int)kind}, which no node reports");
                return "";
        }
    }

    private static FailureKind KindOf(string name)
    {
        switch (name)
        {
            case "trial_threw":
                return FailureKind.TrialThrew;
            case "worker_died":
                return FailureKind.WorkerDied;
            case "refused":
                return FailureKind.Refused;
            case "handed_back":
                return FailureKind.HandedBack;
            default:
                WireCheck.Throw($"kind is none of trial_threw, worker_died, refused, handed_back");
                return default;
        }
    }
}
