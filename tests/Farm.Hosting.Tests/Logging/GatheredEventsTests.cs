using Farm.Hosting.Logging;
using Farm.Testing;
using Serilog.Core;
using Serilog.Events;

namespace Farm.Hosting.Tests.Logging;

public sealed class GatheredEventsTests : IDisposable
{
    private readonly FakeClock time = new();
    private readonly Taken taken = new();
    private readonly GatheredEvents gathered;

    public GatheredEventsTests() => gathered = new GatheredEvents(taken, time);

    public void Dispose() => gathered.Dispose();

    [Fact]
    public void Routine_events_go_together_a_few_times_a_second()
    {
        gathered.Emit(Event(LogEventLevel.Debug));
        time.Advance(GatheredEvents.Interval / 2);
        gathered.Emit(Event(LogEventLevel.Verbose));
        Assert.Empty(taken.Levels);

        time.Advance(GatheredEvents.Interval / 2);
        Assert.Equal([LogEventLevel.Debug, LogEventLevel.Verbose], taken.Levels);

        gathered.Emit(Event(LogEventLevel.Debug));
        time.Advance(GatheredEvents.Interval);
        Assert.Equal(3, taken.Levels.Count);
    }

    [Theory]
    [InlineData(LogEventLevel.Information)]
    [InlineData(LogEventLevel.Warning)]
    [InlineData(LogEventLevel.Fatal)]
    public void What_people_look_for_goes_at_once_after_what_came_before(LogEventLevel level)
    {
        gathered.Emit(Event(LogEventLevel.Debug));
        gathered.Emit(Event(level));

        Assert.Equal([LogEventLevel.Debug, level], taken.Levels);
    }

    [Fact]
    public void The_end_loses_nothing_and_ends_what_comes_next()
    {
        gathered.Emit(Event(LogEventLevel.Debug));

        gathered.Dispose();

        Assert.Equal([LogEventLevel.Debug], taken.Levels);
        Assert.True(taken.IsDisposed);
    }

    private static LogEvent Event(LogEventLevel level) => new(default, level, null, new MessageTemplate("", []), []);

    private sealed class Taken : ILogEventSink, IDisposable
    {
        public List<LogEventLevel> Levels { get; } = [];

        public bool IsDisposed { get; private set; }

        public void Emit(LogEvent logEvent) => Levels.Add(logEvent.Level);

        public void Dispose() => IsDisposed = true;
    }
}
