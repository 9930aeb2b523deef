using Farm.Testing;

namespace Farm.Transport.Tests;

public sealed class RefusalCountTests
{
    private readonly List<MessageRefused> told = [];
    private readonly FakeClock clock = new();
    private readonly RefusalCount count;

    public RefusalCountTests() => count = new RefusalCount(clock, happened => told.Add((MessageRefused)happened));

    [Fact]
    public void The_first_refusal_is_told_at_once_and_what_comes_within_a_second_together()
    {
        count.Add("queue", "one");
        count.Add("queue", "two");
        count.Add("other", "three");
        Assert.Equal([new MessageRefused("queue", "one", 1, 1)], told);

        clock.Advance(TimeSpan.FromSeconds(1));
        count.TellIfDue();
        Assert.Equal(new MessageRefused("other", "three", 2, 3), told[^1]);
    }

    [Fact]
    public void Whoever_ends_within_that_second_tells_the_rest()
    {
        count.Add("queue", "one");
        count.Add("queue", "two");
        count.TellRest();
        count.TellRest();
        Assert.Equal([new MessageRefused("queue", "one", 1, 1), new MessageRefused("queue", "two", 1, 2)], told);
    }
}
