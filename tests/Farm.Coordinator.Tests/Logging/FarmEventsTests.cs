using System.Reflection;
using System.Text.RegularExpressions;
using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Logging;
using Farm.Domain;
using Farm.Testing;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Farm.Coordinator.Tests.Logging;

public partial class FarmEventsTests
{
    private static readonly Cell TheCell = Cell.Create("coin", [new("bias", Value.Of(0.5))]);
    private static readonly Sweep TheSweep = new("coins", "coin", 7, 200, 64, Keep.Flags, [TheCell]);
    private static readonly WorkerName Worker = new("node-1", "host-1", 1, "cpu", "simd-256", "a processor");
    private static readonly ShardOrder Order = new(
        new ShardId(5, 9), "coins", Guid.Empty, 1, 1, TheCell, 7, TheSweep.LayoutOf(TheCell), new BlockRange(2, 2), Keep.Flags);

    [Fact]
    public void Every_event_in_code_is_listed_in_the_document_and_back()
    {
        // Up to the events of nodes, whose test is theirs.
        var document = File.ReadAllText(RepositoryFiles.Path("docs", "LOGS.md")).Split("## A node's own log")[0];
        var listed = EventRow().Matches(document).Select(m => m.Groups[1].Value).Order().ToArray();
        var inCode = typeof(FarmEvents)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(m => m.Name).Order().ToArray();

        Assert.Equal(inCode, listed);
    }

    [Fact]
    public void A_shards_event_carries_everything_that_it_is_about()
    {
        var logged = LogOne(events => events.Log(
            new ShardReported(DateTimeOffset.UnixEpoch, new ShardReport(Order, Worker, [], null, TimeSpan.FromMilliseconds(5)))));

        Assert.Equal(LogEventLevel.Debug, logged.Level);
        Assert.Equal("ShardDone", Scalar(logged, "event"));
        Assert.Equal("coins", Scalar(logged, "sweep"));
        Assert.Equal(TheCell.Id, Scalar(logged, "cell"));
        Assert.Equal("5-9", Scalar(logged, "shard"));
        Assert.Equal("node-1", Scalar(logged, "node"));
        Assert.Equal(1, Scalar(logged, "slot"));
        Assert.Equal("cpu", Scalar(logged, "device"));
        Assert.Equal(128L, Scalar(logged, "first_trial"));
        Assert.Equal(199L, Scalar(logged, "last_trial"));
    }

    [Fact]
    public void A_failed_attempt_carries_its_trial_and_its_stack()
    {
        var failure = new ShardFailure(FailureKind.TrialThrew, 2, 130, "it threw", "at Trial()");

        var logged = LogOne(events => events.Log(
            new AttemptFailed(DateTimeOffset.UnixEpoch, Order.Shard, TheCell, 2, 1, Worker, failure)));

        Assert.Equal("AttemptFailed", Scalar(logged, "event"));
        Assert.Equal(130L, Scalar(logged, "trial"));
        Assert.Equal("it threw", Scalar(logged, "reason"));
        Assert.Equal("at Trial()", Scalar(logged, "detail"));
    }

    [Fact]
    public void A_worker_that_died_is_an_event_of_its_own()
    {
        var failure = new ShardFailure(FailureKind.WorkerDied, null, null, "out of memory", "");

        var logged = LogOne(events => events.Log(
            new AttemptFailed(DateTimeOffset.UnixEpoch, Order.Shard, TheCell, null, 2, Worker, failure)));

        Assert.Equal("WorkerDied", Scalar(logged, "event"));
        Assert.Equal(LogEventLevel.Error, logged.Level);
        Assert.DoesNotContain("detail", logged.Properties.Keys);
    }

    [Fact]
    public void A_block_set_aside_tells_its_last_error()
    {
        var failure = new ShardFailure(FailureKind.TrialThrew, 3, 199, "it threw", "");
        var block = new SetAsideBlock(
            new BlockKey(TheCell, 7, 64, 3), 1, 3, [new AttemptError(DateTimeOffset.UnixEpoch, Worker, failure)]);

        var logged = LogOne(events => events.Log(new BlockSetAside(DateTimeOffset.UnixEpoch, block)));

        Assert.Equal("BlockSetAside", Scalar(logged, "event"));
        Assert.Equal("it threw", Scalar(logged, "reason"));
        Assert.Equal(192L, Scalar(logged, "first_trial"));
        Assert.Equal(199L, Scalar(logged, "last_trial"));
    }

    [Fact]
    public void Tiny_shards_cannot_flood_the_log_and_what_is_left_out_is_counted()
    {
        var clock = new FakeClock();
        var logged = Collect(clock, log =>
        {
            for (var i = 0; i < 1000; i++)
            {
                log.ShardDone(EventScope.None, TimeSpan.Zero);
            }

            clock.Advance(TimeSpan.FromSeconds(1));
            log.ShardDone(EventScope.None, TimeSpan.Zero);
        });

        Assert.Equal(201, logged.Count);
        Assert.Equal(800L, Scalar(logged[^1], "skipped"));
    }

    [Fact]
    public void People_see_the_first_few_of_each_event()
    {
        var lines = new List<string>();
        using (var logger = new LoggerConfiguration().WriteTo.Sink(new HumanLines(lines.Add, "my coins.db")).CreateLogger())
        {
            var events = new FarmEvents(logger, TimeProvider.System);
            for (var i = 0; i < 100; i++)
            {
                events.BlockSetAside(new EventScope { Cell = TheCell, Blocks = new BlockRange(i, 1) }, 3, "it threw");
            }

            events.LedgerFault("coins", LedgerFault.Full, "the disk is full");
        }

        Assert.Equal(5, lines.Count);
        Assert.StartsWith($"error: cell {TheCell.Id}, block 0: ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("farm logs --ledger 'my coins.db' --event BlockSetAside", lines[3], StringComparison.Ordinal);
        Assert.EndsWith(": the disk is full", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_whose_folder_cannot_be_made_is_one_warning()
    {
        var folder = Directory.CreateTempSubdirectory("farm-log-").FullName;
        try
        {
            var ledger = Path.Combine(folder, "farm.db");
            File.WriteAllText(LogFiles.FolderOf(ledger), "");
            var lines = new List<string>();

            using (var log = FarmLog.Open(Verbs.CommandLine.WithoutStudies.Host(), ledger, people: lines.Add))
            {
                log.Events.SetAsideRetried("coins", 1);
            }

            Assert.StartsWith("warning: no log is written", Assert.Single(lines), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"^\| `([A-Z]\w+)` \| (?:Debug|Information|Warning|Error|Fatal) \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    private static LogEvent LogOne(Action<ActorEvents> log) =>
        Assert.Single(Collect(TimeProvider.System, events => log(new ActorEvents(events, TheSweep))));

    private static List<LogEvent> Collect(TimeProvider clock, Action<FarmEvents> log)
    {
        var collector = new Collector();
        using (var logger = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(collector).CreateLogger())
        {
            log(new FarmEvents(logger, clock));
        }

        return collector.Events;
    }

    private static object? Scalar(LogEvent logged, string property) => ((ScalarValue)logged.Properties[property]).Value;

    private sealed class Collector : ILogEventSink
    {
        public List<LogEvent> Events { get; } = [];

        public void Emit(LogEvent logEvent) => Events.Add(logEvent);
    }
}
