using Farm.Coordinator.Logging;
using Farm.Transport;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Farm.Coordinator.Tests.Logging;

public sealed class TransportEventsTests
{
    private static readonly TransportEvent[] one =
    [
        new BrokerAwaited("rabbit:5672", "refused"),
        new BrokerConnected("rabbit:5672"),
        new BrokerLost("rabbit:5672", "end of stream"),
        new BrokerBack("rabbit:5672", TimeSpan.FromSeconds(4.25)),
        new PublishingBlocked("low on disk"),
        new PublishingUnblocked(),
        new QueueAwaited("farm.work.cpu"),
        new MessageRefused("farm.nodes", "no JSON", 3, 12),
        new MessageUnroutable("an order", "farm.work.gpu"),
        new ClusterAwaited("akka://head:4053", "refused"),
        new ClusterOpened("akka://head:4053"),
        new ClusterJoined("akka://head:4053"),
        new ClusterLost("akka://head:4053", "it began anew"),
        new ClusterBack("akka://head:4053", TimeSpan.FromSeconds(2)),
        new EngineLogged("InfoLevel", "Cluster", "is the new leader"),
    ];

    [Fact]
    public void Every_event_of_the_transport_is_logged_under_its_own_name()
    {
        var known = typeof(TransportEvent).Assembly.GetTypes().Where(t => t.BaseType == typeof(TransportEvent));

        Assert.Equal(known.Select(t => t.Name).Order(), one.Select(e => e.GetType().Name).Order());
        Assert.All(one, happened => Assert.Equal(happened.GetType().Name, Scalar(LogOne(happened), "event")));
    }

    [Fact]
    public void Refused_messages_are_counted()
    {
        var logged = LogOne(new MessageRefused("farm.nodes", "no JSON", 3, 12));

        Assert.Equal(LogEventLevel.Warning, logged.Level);
        Assert.Equal((3L, 12L, "farm.nodes"), (Scalar(logged, "refused"), Scalar(logged, "refused_in_all"), Scalar(logged, "queue")));
        Assert.Equal("3 messages from farm.nodes were refused, 12 in all; the last one: no JSON", logged.RenderMessage(null));
    }

    [Fact]
    public void A_broker_that_is_back_tells_how_long_it_was_away() =>
        Assert.Equal(4.2, Scalar(LogOne(new BrokerBack("rabbit:5672", TimeSpan.FromSeconds(4.24))), "seconds"));

    private static LogEvent LogOne(TransportEvent happened)
    {
        var collector = new Collector();
        using (var logger = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(collector).CreateLogger())
        {
            new TransportEvents(new FarmEvents(logger, TimeProvider.System)).Log(happened);
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
