using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Farm.Transport.Tests;

/// <summary>A mailbox whose messages a test awaits by kind; those of other kinds are skipped and remembered.</summary>
internal sealed class Inbox<T> : IMailbox<T>
    where T : notnull
{
    // Only a transport that breaks its promise makes a test wait this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Channel<T> channel = Channel.CreateUnbounded<T>();
    private readonly ConcurrentDictionary<Type, int> skipped = new();

    public void Post(T message) => channel.Writer.TryWrite(message);

    public async Task<TKind> NextAsync<TKind>()
        where TKind : T
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var message = await channel.Reader.ReadAsync(patience.Token);
            if (message is TKind wanted)
            {
                return wanted;
            }

            skipped.AddOrUpdate(message.GetType(), 1, (_, count) => count + 1);
        }
    }

    /// <summary>Messages of a kind that came while another was awaited.</summary>
    public int Skipped<TKind>()
        where TKind : T => skipped.GetValueOrDefault(typeof(TKind));

    /// <summary>Messages of a kind that are there now, and all others are dropped.</summary>
    public int Count<TKind>()
        where TKind : T
    {
        var count = 0;
        while (channel.Reader.TryRead(out var message))
        {
            count += message is TKind ? 1 : 0;
        }

        return count;
    }
}
