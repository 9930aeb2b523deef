namespace Farm.Transport;

/// <summary>Calls back when a time comes that its owner keeps changing. Used by one thread at a time.</summary>
public sealed class DueTimer : IDisposable
{
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private DateTimeOffset? due;
    private volatile bool hasFired;

    /// <summary>A timer that is not set.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="callback">Called at or after the time, on another thread; usually posts a message.</param>
    public DueTimer(TimeProvider clock, Action callback)
    {
        this.clock = clock;
        timer = clock.CreateTimer(Fire, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        void Fire(object? state)
        {
            hasFired = true;
            callback();
        }
    }

    /// <summary>Sets the time, or none. Each setting calls back once at most.</summary>
    public void Set(DateTimeOffset? at)
    {
        if (at == due && !hasFired)
        {
            return;
        }

        due = at;
        hasFired = false;
        if (at is null)
        {
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // A whole millisecond more: system timers round down, and an early call would have to be repeated.
        var wait = at.Value - clock.GetUtcNow() + TimeSpan.FromMilliseconds(1);
        timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();
}
