using System.Threading.Channels;

namespace Farm.Transport;

/// <summary>An actor's mailbox: many write, its owner reads, in order.</summary>
public sealed class Mailbox<T> : IMailbox<T>
{
    private readonly Channel<T> channel = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });

    private readonly object sleep = new();

    /// <inheritdoc/>
    public void Post(T message) => channel.Writer.TryWrite(message);

    /// <summary>Takes no more messages; those already there can still be read.</summary>
    public void Close() => channel.Writer.TryComplete();

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

        var waiting = channel.Reader.WaitToReadAsync().AsTask();
        if (!waiting.IsCompleted)
        {
            Sleep(waiting);
        }

        return waiting.GetAwaiter().GetResult();
    }

    /// <summary>Waits for a task; to wait by its own means would first go on looking, on a core that others need.</summary>
    private void Sleep(Task<bool> waiting)
    {
        waiting.ContinueWith(
            static (_, sleep) =>
            {
                lock (sleep!)
                {
                    Monitor.Pulse(sleep);
                }
            },
            sleep,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        lock (sleep)
        {
            while (!waiting.IsCompleted)
            {
                Monitor.Wait(sleep);
            }
        }
    }
}
