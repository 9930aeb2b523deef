using System.Diagnostics.CodeAnalysis;

namespace Farm.Transport.RabbitMq;

/// <summary>
/// Messages that the broker has not confirmed, in the order in which they are to go. Used by one thread at a time.
/// </summary>
internal sealed class Outbox
{
    /// <summary>Messages sent and not confirmed, at most: a broker that lags is not flooded.</summary>
    public const int WindowMessages = 4_096;

    /// <summary>Bytes sent and not confirmed, unless a single message has more.</summary>
    public const long WindowBytes = 32 << 20;

    private readonly HashSet<OutgoingId> ids = [];
    private readonly Dictionary<ulong, Outgoing> sent = [];
    private Queue<Outgoing> waiting = new();
    private ulong oldest = 1;
    private ulong next = 1;
    private long sentBytes;

    /// <summary>Whether nothing is on its way.</summary>
    public bool IsEmpty => waiting.Count == 0 && sent.Count == 0;

    /// <summary>Messages on their way.</summary>
    public int Count => waiting.Count + sent.Count;

    /// <summary>Whether a message is on its way.</summary>
    public bool Contains(OutgoingId id) => ids.Contains(id);

    /// <summary>Puts a message behind the others; one that is there already changes nothing.</summary>
    public void Add(Outgoing message)
    {
        if (message.Id is not { } id || ids.Add(id))
        {
            waiting.Enqueue(message);
        }
    }

    /// <summary>
    /// Takes the next message to send; its number counts from 1 in every session, as the broker counts.
    /// </summary>
    public bool TryTake([MaybeNullWhen(false)] out Outgoing message, out ulong number)
    {
        number = next;
        var isFull = sent.Count >= WindowMessages || (sentBytes >= WindowBytes && sent.Count > 0);
        if (isFull || !waiting.TryDequeue(out message))
        {
            message = null;
            return false;
        }

        message.IsReturned = false;
        sent.Add(next++, message);
        sentBytes += message.Body.Length;
        return true;
    }

    /// <summary>Notes that no queue takes a message that was sent; it is confirmed all the same.</summary>
    public void Return(ulong number)
    {
        if (sent.TryGetValue(number, out var message))
        {
            message.IsReturned = true;
        }
    }

    /// <summary>Takes out what the broker confirms.</summary>
    /// <param name="number">The number.</param>
    /// <param name="isAll">Whether all earlier ones are confirmed as well.</param>
    /// <param name="confirmed">Where to append them, in order.</param>
    public void Confirm(ulong number, bool isAll, List<Outgoing> confirmed)
    {
        for (var i = isAll ? oldest : number; i <= number; i++)
        {
            if (sent.Remove(i, out var message))
            {
                sentBytes -= message.Body.Length;
                confirmed.Add(message);
                if (message.Id is { } id)
                {
                    ids.Remove(id);
                }
            }
        }

        oldest = isAll && number >= oldest ? number + 1 : oldest;
    }

    /// <summary>Begins a new session: what was sent and is kept goes again, before what waits.</summary>
    public void Restart()
    {
        var kept = new Queue<Outgoing>();
        foreach (var message in sent.OrderBy(s => s.Key).Select(s => s.Value).Concat(waiting))
        {
            if (message.IsKept)
            {
                kept.Enqueue(message);
            }
            else if (message.Id is { } id)
            {
                ids.Remove(id);
            }
        }

        waiting = kept;
        sent.Clear();
        (oldest, next, sentBytes) = (1, 1, 0);
    }
}
