using Serilog.Core;
using Serilog.Events;

namespace Farm.Hosting.Logging;

/// <summary>
/// Passes events on together, a few times a second, so that whoever writes them is not woken by each: beside busy workers
/// that costs more than the writing. Anything above <see cref="LogEventLevel.Debug"/> goes at once, after what came before.
/// </summary>
internal sealed class GatheredEvents : ILogEventSink, IDisposable
{
    /// <summary>An event waits no longer.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly ILogEventSink next;
    private readonly Lock gate = new();
    private readonly List<LogEvent> gathered = [];
    private readonly ITimer timer;

    public GatheredEvents(ILogEventSink next, TimeProvider time)
    {
        this.next = next;
        timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Emit(LogEvent logEvent)
    {
        lock (gate)
        {
            gathered.Add(logEvent);
            if (logEvent.Level > LogEventLevel.Debug)
            {
                PassOn();
            }
            else if (gathered.Count == 1)
            {
                timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        Flush();
        (next as IDisposable)?.Dispose();
    }

    private void Flush()
    {
        lock (gate)
        {
            PassOn();
        }
    }

    // In the gate, or the order would be lost. Nothing here waits: what comes next is a queue.
    private void PassOn()
    {
        foreach (var logEvent in gathered)
        {
            next.Emit(logEvent);
        }

        gathered.Clear();
    }
}
