namespace Farm.Transport.Tests;

public sealed class MailboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_sleeping_owner_hears_every_message_and_the_end()
    {
        const int Rounds = 20_000;
        var (there, back) = (new Mailbox<int>(), new Mailbox<int>());
        var other = Start(() => Answer(there, back));
        var heard = Start(() =>
        {
            var sum = 0L;
            for (var round = 1; round <= Rounds; round++)
            {
                there.Post(round);
                Assert.True(back.Wait());
                Assert.True(back.TryRead(out var answer));
                sum += answer;
            }

            there.Close();
            Assert.False(back.Wait());
            return sum;
        });

        Assert.Equal(Rounds * (Rounds + 1L) / 2, await heard.WaitAsync(Patience));
        Assert.Equal(Rounds, await other.WaitAsync(Patience));
    }

    [Fact]
    public async Task What_was_posted_before_the_end_is_read_after_it()
    {
        var mailbox = new Mailbox<int>();
        mailbox.Post(1);
        mailbox.Close();
        mailbox.Post(2);
        Assert.Equal((true, true, 1), (mailbox.Wait(), mailbox.TryRead(out var message), message));
        Assert.False(mailbox.Wait());
        Assert.False(await mailbox.WaitAsync());
    }

    /// <summary>Sends back what comes, until no more does; how many there were.</summary>
    private static long Answer(Mailbox<int> from, Mailbox<int> to)
    {
        var count = 0L;
        while (from.Wait())
        {
            while (from.TryRead(out var message))
            {
                to.Post(message);
                count++;
            }
        }

        to.Close();
        return count;
    }

    private static Task<long> Start(Func<long> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
