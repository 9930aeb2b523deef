using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Logging;
using Farm.Domain;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Farm.Coordinator.Tests.Logging;

public sealed class HostEventsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);
    private static readonly Cell TheCell = Cell.Create("coin", [new("bias", Value.Of(0.5))]);
    private static readonly Sweep TheSweep = new("coins", "coin", 7, 200, 64, Keep.Flags, [TheCell]);
    private static readonly WorkerName Worker = new("node-1", "host-1", 1, "cpu", "simd-256", "a processor");
    private static readonly BlockKey Key = new(TheCell, 7, 64, 2);
    private static readonly ShardOrder Order = new(
        new ShardId(5, 9), "coins", Guid.Empty, 1, 1, TheCell, 7, TheSweep.LayoutOf(TheCell), new BlockRange(2, 2), Keep.Flags);

    private static readonly NodeWarning Warning = new(
        "node-1", At, IsError: false, "CoreBusy", "a core is taken", null, new ShardId(5, 9), Dropped: 4);

    [Theory]
    [InlineData(true, "NodeGone", LogEventLevel.Information)]
    [InlineData(false, "NodeLost", LogEventLevel.Warning)]
    public void A_node_that_is_lost_is_told_from_one_that_left(bool isGoodbye, string name, LogEventLevel level)
    {
        var logged = LogOne(new NodeGone(At, "node-1", isGoodbye));

        Assert.Equal((name, level, "node-1"), (Scalar(logged, "event"), logged.Level, Scalar(logged, "node")));
    }

    [Theory]
    [InlineData(true, LogEventLevel.Error)]
    [InlineData(false, LogEventLevel.Warning)]
    public void A_nodes_warning_has_the_level_that_it_has_there(bool isError, LogEventLevel level)
    {
        var logged = LogOne(new WarningShipped(At, Warning with { IsError = isError }));

        Assert.Equal(level, logged.Level);
        Assert.Equal("NodeWarned", Scalar(logged, "event"));
        Assert.Equal(("node-1", "5-9", 4L), (Scalar(logged, "node"), Scalar(logged, "shard"), Scalar(logged, "dropped")));
        Assert.Equal(("CoreBusy", "coins"), (Scalar(logged, "node_event"), Scalar(logged, "sweep")));
        Assert.Equal("2026-03-14T15:09:26.0000000Z", Scalar(logged, "node_at"));
        Assert.Equal("Node node-1 (CoreBusy): a core is taken", logged.RenderMessage(null));
    }

    [Fact]
    public void A_nodes_warning_without_a_shard_has_none()
    {
        Assert.DoesNotContain("shard", LogOne(new WarningShipped(At, Warning with { Shard = null })).Properties.Keys);
    }

    [Fact]
    public void A_quarantine_names_host_reason_and_what_is_computed_again()
    {
        var logged = LogOne(new HostPutUnderQuarantine(At, new QuarantinedHost("host-1", "block 2 differs", At), 17));

        Assert.Equal(("HostQuarantined", LogEventLevel.Error), (Scalar(logged, "event"), logged.Level));
        Assert.Equal(
            ("host-1", "block 2 differs", 17L),
            (Scalar(logged, "host"), Scalar(logged, "reason"), Scalar(logged, "withdrawn_blocks")));
    }

    [Fact]
    public void Events_about_a_shard_carry_shard_and_node()
    {
        var report = new ShardReport(Order, Worker, [], null, TimeSpan.Zero);

        Assert.All(
            new FarmEvent[]
            {
                new ShardReported(At, report), new AuditOrdered(At, Order, "node-1"), new QuarantinedReport(At, report),
                new ForeignReport(At, report), new SpoiltReport(At, report, "its digest is short"), new WarningShipped(At, Warning),
                new AttemptFailed(At, Order.Shard, TheCell, 2, 1, Worker, new(FailureKind.TrialThrew, 2, 130, "no", "")),
            },
            happened => Assert.Equal(("5-9", "node-1"), (Scalar(LogOne(happened), "shard"), Scalar(LogOne(happened), "node"))));
    }

    [Fact]
    public void An_open_dispute_names_its_block()
    {
        var logged = LogOne(new DisputeUnsettled(At, Key, "only two hosts are there"));

        Assert.Equal(("DisputeUnsettled", 2L), (Scalar(logged, "event"), Scalar(logged, "first_block")));
        Assert.Equal("only two hosts are there", Scalar(logged, "reason"));
    }

    [Fact]
    public void A_lost_link_is_an_error_with_its_fault()
    {
        var logged = LogOne(new LinkLost(At, LinkFault.Refused, "the password is wrong"));

        Assert.Equal(("LinkLost", "Refused"), (Scalar(logged, "event"), Scalar(logged, "fault")));
        Assert.Equal(LogEventLevel.Error, logged.Level);
    }

    private static LogEvent LogOne(FarmEvent happened)
    {
        var collector = new Collector();
        using (var logger = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(collector).CreateLogger())
        {
            new ActorEvents(new FarmEvents(logger, TimeProvider.System), TheSweep).Log(happened);
        }

        return Assert.Single(collector.Events);
    }

    private static object? Scalar(LogEvent logged, string property) => ((ScalarValue)logged.Properties[property]).Value;

    private sealed class Collector : ILogEventSink
    {
        public List<LogEvent> Events { get; } = [];

        public void Emit(LogEvent logEvent) => Events.Add(logEvent);
    }
}
