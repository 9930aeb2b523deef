using System.Threading.Channels;

namespace Farm.Transport;

/// <summary>An actor's mailbox: many write, its owner reads, in order.</summary>
public sealed class Mailbox<T> : IMailbox<T>
{
    private readonly Channel<T> channel = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });

    private readonly object sleep = new();
    private volatile bool isAsleep;

    /// <inheritdoc/>
    public void Post(T message)
    {
        channel.Writer.TryWrite(message);
        Wake();
    }

    /// <summary>Takes no more messages; those already there can still be read.</summary>
    public void Close()
    {
        channel.Writer.TryComplete();
        Wake();
    }

    /// <summary>Takes the next message, if there is one.</summary>
    public bool TryRead([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T message) =>
        channel.Reader.TryRead(out message);

    /// <summary>Waits for a message.</summary>
    /// <returns>False when the mailbox is closed and empty.</returns>
    public ValueTask<bool> WaitAsync() => channel.Reader.WaitToReadAsync();

    /// <summary>Blocks the owner's own thread until there is a message.</summary>
    /// <returns>False when the mailbox is closed and empty.</returns>
    public bool Wait()
    {
        // A sleeping thread is woken in tens of microseconds: too long for the shortest shards, so look a little longer.
        var spinner = default(SpinWait);
        while (!spinner.NextSpinWillYield)
        {
            if (channel.Reader.TryPeek(out _))
            {
                return true;
            }

            spinner.SpinOnce();
        }

        lock (sleep)
        {
            isAsleep = true;

            // What was posted before is seen below; whoever posts after it sees that there is someone to wake.
            Interlocked.MemoryBarrier();
            while (!channel.Reader.TryPeek(out _) && !channel.Reader.Completion.IsCompleted)
            {
                Monitor.Wait(sleep);
            }

            isAsleep = false;
        }

        return channel.Reader.TryPeek(out _);
    }

    /// <summary>Wakes the owner's own thread, without another of the pool's to carry the word.</summary>
    private void Wake()
    {
        Interlocked.MemoryBarrier();
        if (isAsleep)
        {
            lock (sleep)
            {
                Monitor.Pulse(sleep);
            }
        }
    }
}
