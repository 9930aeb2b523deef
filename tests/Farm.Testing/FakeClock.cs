namespace Farm.Testing;

/// <summary>A time that goes by when it is told to, with one timer.</summary>
public sealed class FakeClock : TimeProvider
{
    private Action? fireIfDue;

    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Now.Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        fireIfDue = timer.FireIfDue;
        return timer;
    }

    /// <summary>Lets some time go by.</summary>
    public void Advance(TimeSpan time)
    {
        Now += time;
        fireIfDue?.Invoke();
    }

    private sealed class FakeTimer(FakeClock clock, Action fire) : ITimer
    {
        private DateTimeOffset? due;

        public void FireIfDue()
        {
            if (due <= clock.Now)
            {
                due = null;
                fire();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.Now + dueTime;
            return true;
        }

        public void Dispose() => due = null;

        public ValueTask DisposeAsync()
        {
            due = null;
            return ValueTask.CompletedTask;
        }
    }
}
