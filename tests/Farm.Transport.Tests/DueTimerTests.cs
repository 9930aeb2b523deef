using Farm.Testing;

namespace Farm.Transport.Tests;

public sealed class DueTimerTests : IDisposable
{
    private readonly FakeClock clock = new();
    private readonly DueTimer timer;
    private int calls;

    public DueTimerTests() => timer = new DueTimer(clock, () => calls++);

    public void Dispose() => timer.Dispose();

    [Fact]
    public void It_calls_back_once_when_the_time_has_come()
    {
        timer.Set(clock.Now.AddSeconds(1));
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, calls);

        clock.Advance(TimeSpan.FromMilliseconds(2));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Another_time_replaces_the_first_and_none_clears_it()
    {
        timer.Set(clock.Now.AddSeconds(1));
        timer.Set(clock.Now.AddSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, calls);

        timer.Set(null);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0, calls);
    }

    [Fact]
    public void A_time_that_came_can_be_set_again()
    {
        var at = clock.Now.AddSeconds(1);
        timer.Set(at);
        clock.Advance(TimeSpan.FromSeconds(2));
        timer.Set(at);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(2, calls);
    }
}
