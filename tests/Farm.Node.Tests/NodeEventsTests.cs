using Farm.Testing;
using System.Reflection;
using System.Text.RegularExpressions;
using Farm.Domain;
using Farm.Hosting.Logging;
using Farm.Node.Logging;
using Farm.Transport;
using Serilog;

namespace Farm.Node.Tests;

public sealed partial class NodeEventsTests
{
    [Fact]
    public void Every_event_in_code_is_listed_in_the_document_and_back()
    {
        var document = File.ReadAllText(Document()).Split("## A node's own log")[1].Split("\n## ")[0];
        var listed = EventRow().Matches(document).Select(m => m.Groups[1].Value).Order().ToArray();
        var inCode = typeof(NodeEvents)
            .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => m.ReturnType == typeof(void) && m.Name != nameof(NodeEvents.Observe))
            .Select(m => m.Name).Order().ToArray();

        Assert.Equal(inCode, listed);
    }

    [Fact]
    public void Ten_warnings_a_second_are_shipped_and_the_next_one_counts_the_others()
    {
        var clock = new FakeClock();
        var shipped = new List<NodeWarning>();
        var (events, sink) = Events(clock);
        sink.ShipBy(shipped.Add);
        for (var i = 0; i < 100; i++)
        {
            events.Observe(new MessageUnroutable("a report", $"place {i}"));
        }

        Assert.Equal(10, shipped.Count);
        Assert.All(shipped, w => Assert.Equal(("n1", 0L), (w.Node, w.Dropped)));
        clock.Advance(TimeSpan.FromSeconds(1));
        events.Observe(new MessageUnroutable("a report", "the last place"));
        Assert.Equal(90, shipped[^1].Dropped);
    }

    [Fact]
    public void What_is_no_warning_and_what_comes_before_the_node_has_joined_is_not_shipped()
    {
        var shipped = new List<NodeWarning>();
        var (events, sink) = Events(new FakeClock());
        events.Observe(new BrokerLost("amqp://broker", "Gone."));
        sink.ShipBy(shipped.Add);
        events.Observe(new BrokerBack("amqp://broker", TimeSpan.FromSeconds(1)));

        Assert.Empty(shipped);
    }

    [Fact]
    public void A_warning_about_one_ledger_is_for_its_coordinator()
    {
        var shipped = new List<NodeWarning>();
        var (events, sink) = Events(new FakeClock());
        sink.ShipBy(shipped.Add);
        var refusal = new NodeJudgement(NodeVerdict.Refused, "Another release.");
        events.Observe(new VerdictChanged(DateTimeOffset.UnixEpoch, NodeOnPaper.OtherLedger, refusal));

        Assert.Equal(NodeOnPaper.OtherLedger, Assert.Single(shipped).Ledger);
    }

    private static (NodeEvents Events, ShippedWarnings Sink) Events(TimeProvider clock)
    {
        var sink = new ShippedWarnings("n1", clock);
        var log = new LoggerConfiguration().WriteTo.Sink(sink, Serilog.Events.LogEventLevel.Warning).CreateLogger();
        return (new NodeEvents(new EventWriter(log, clock), clock), sink);
    }

    private static string Document()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Farm.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "docs", "LOGS.md");
    }

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();
}
