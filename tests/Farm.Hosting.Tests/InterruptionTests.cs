namespace Farm.Hosting.Tests;

public sealed class InterruptionTests
{
    [Fact]
    public void The_first_cause_stays_and_cancels()
    {
        using var interruption = new Interruption();
        Assert.True(interruption.Request(ExitCode.Terminated));
        Assert.False(interruption.Request(ExitCode.Interrupted));

        Assert.Equal(ExitCode.Terminated, interruption.Cause);
        Assert.True(interruption.Token.IsCancellationRequested);
    }

    [Fact]
    public void It_is_deferred_until_every_deferral_has_ended_once()
    {
        using var interruption = new Interruption();
        var first = interruption.Defer();
        var second = interruption.Defer();
        first.Dispose();
        first.Dispose();
        Assert.True(interruption.IsDeferred);

        second.Dispose();
        Assert.False(interruption.IsDeferred);
    }
}
