using Farm.Domain;

namespace Farm.Transport.Wire;

/// <content>What nodes tell all coordinators.</content>
internal static partial class WireCodec
{
    /// <summary>A notice's bytes. A warning's text is made to fit.</summary>
    /// <exception cref="WireException">The notice is beyond the bounds of messages.</exception>
    public static byte[] Write(NodeNotice notice)
    {
        var form = notice switch
        {
            HelloNotice hello => new NoticeForm { Hello = FormOf(hello) },
            GoodbyeNotice goodbye => new NoticeForm { Goodbye = new GoodbyeForm { Node = goodbye.Node } },
            StatusNotice status => new NoticeForm { Status = FormOf(status.Status) },
            WarningNotice warning => new NoticeForm { Warning = FormOf(warning.Warning) },
            _ => throw new WireException($"There is no form for {notice.GetType().Name}."),
        };
        NoticeOf(form);
        return Write(form, WireJson.Default.NoticeForm);
    }

    /// <summary>The notice that bytes stand for.</summary>
    /// <exception cref="WireException">They stand for none.</exception>
    public static NodeNotice ReadNotice(ReadOnlySpan<byte> bytes) => NoticeOf(Read(bytes, WireJson.Default.NoticeForm));

    private static NodeNotice NoticeOf(NoticeForm form) => form switch
    {
        { Hello: { } hello, Goodbye: null, Status: null, Warning: null } => HelloOf(hello),
        { Hello: null, Goodbye: { } goodbye, Status: null, Warning: null } =>
            new GoodbyeNotice(WireCheck.Node(goodbye.Node, "node")),
        { Hello: null, Goodbye: null, Status: { } status, Warning: null } => new StatusNotice(StatusOf(status)),
        { Hello: null, Goodbye: null, Status: null, Warning: { } warning } => new WarningNotice(WarningOf(warning)),
        _ => throw new WireException("A notice is exactly one of hello, goodbye, status, warning."),
    };

    private static HelloForm FormOf(HelloNotice notice) => new()
    {
        Name = notice.Hello.Name,
        Host = notice.Hello.Host,
        Processor = notice.Hello.Processor,
        Slots = notice.Hello.Slots,
        Capability = notice.Hello.Capability,
        Device = notice.Hello.Device,
        Backend = notice.Hello.Backend,
        Release = notice.Hello.Release,
        Studies =
        [
            .. notice.Hello.Studies.Select(s => new StudyForm
            {
                Study = s.Study,
                Revision = s.Revision,
                ColumnVersion = s.ColumnVersion,
            }),
        ],
        Prefetch = notice.Prefetch,
    };

    private static HelloNotice HelloOf(HelloForm form) => new(
        new NodeHello(
            WireCheck.Node(form.Name, "name"),
            WireCheck.Name(form.Host, "host"),
            WireCheck.Name(form.Processor, "processor"),
            WireCheck.Within(form.Slots, 1, WireLimits.Slots, "slots"),
            WireCheck.Word(form.Capability, "capability"),
            WireCheck.Name(form.Device, "device"),
            WireCheck.Name(form.Backend, "backend"),
            WireCheck.Name(form.Release, "release"),
            WireCheck.List(form.Studies, WireLimits.Studies, StudyOf, "studies")),
        WireCheck.Within(form.Prefetch, 1, WireLimits.Prefetch, "prefetch"));

    private static StudyVersion StudyOf(StudyForm form) => new(
        WireCheck.Name(form.Study, "study"),
        WireCheck.Within(form.Revision, 0, int.MaxValue, "revision"),
        WireCheck.Within(form.ColumnVersion, 0, int.MaxValue, "column_version"));

    private static StatusForm FormOf(NodeStatus status) => new()
    {
        Node = status.Node,
        Running =
        [
            .. status.Running.Select(r => new RunningForm
            {
                Slot = r.Slot,
                Ledger = r.Ledger,
                Shard = FormOf(r.Shard),
                Sweep = r.Sweep,
                Cell = r.Cell,
                ElapsedTicks = r.Elapsed.Ticks,
            }),
        ],
        Waiting = status.Waiting,
        Shards = status.Shards,
        Trials = status.Trials,
        Failures = status.Failures,
        TrialsPerSecond = status.TrialsPerSecond,
        IsDraining = status.IsDraining,
    };

    private static NodeStatus StatusOf(StatusForm form) => new(
        WireCheck.Node(form.Node, "node"),
        WireCheck.List(form.Running, WireLimits.Slots, RunningOf, "running"),
        WireCheck.Within(form.Waiting, 0, int.MaxValue, "waiting"),
        WireCheck.Within(form.Shards, 0, long.MaxValue, "shards"),
        WireCheck.Within(form.Trials, 0, long.MaxValue, "trials"),
        WireCheck.Within(form.Failures, 0, long.MaxValue, "failures"),
        WireCheck.Within(form.TrialsPerSecond, 0, double.MaxValue, "trials_per_second"),
        form.IsDraining);

    private static RunningShard RunningOf(RunningForm form) => new(
        WireCheck.Within(form.Slot, 0, WireLimits.Slots - 1, "slot"),
        form.Ledger,
        ShardOf(form.Shard),
        WireCheck.Name(form.Sweep, "sweep"),
        WireCheck.Name(form.Cell, "cell"),
        TimeSpan.FromTicks(Ticks(form.ElapsedTicks)));

    private static ShardForm FormOf(ShardId shard) => new() { Epoch = shard.Epoch, Number = shard.Number };

    private static ShardId ShardOf(ShardForm form) => new(
        WireCheck.Within(form.Epoch, 0, long.MaxValue, "epoch"),
        WireCheck.Within(form.Number, 0, long.MaxValue, "number"));

    private static WarningForm FormOf(NodeWarning warning) => new()
    {
        Node = warning.Node,
        At = warning.At,
        IsError = warning.IsError,
        Event = warning.Event,
        Message = WireText.ToLine(warning.Message),
        Ledger = warning.Ledger,
        Shard = warning.Shard is { } shard ? FormOf(shard) : null,
        Dropped = warning.Dropped,
    };

    private static NodeWarning WarningOf(WarningForm form) => new(
        WireCheck.Node(form.Node, "node"),
        form.At,
        form.IsError,
        WireCheck.Name(form.Event, "event"),
        WireCheck.Text(form.Message, "message"),
        form.Ledger,
        form.Shard is { } shard ? ShardOf(shard) : null,
        WireCheck.Within(form.Dropped, 0, long.MaxValue, "dropped"));
}
