namespace Farm.Transport.RabbitMq;

/// <summary>
/// Acknowledgements of one channel's deliveries, which are numbered from 1, gathered into as few messages as their
/// order permits. Used by one thread at a time.
/// </summary>
internal sealed class AckWindow
{
    private readonly HashSet<ulong> settled = [];
    private readonly List<ulong> fresh = [];
    private ulong low = 1;

    /// <summary>Acknowledgements to be sent.</summary>
    public int Waiting => fresh.Count;

    /// <summary>Notes an acknowledgement.</summary>
    /// <returns>False when the delivery is settled already.</returns>
    public bool Acknowledge(ulong delivery)
    {
        if (!Settle(delivery))
        {
            return false;
        }

        fresh.Add(delivery);
        return true;
    }

    /// <summary>Notes that the broker is told of a delivery's end in another way.</summary>
    /// <returns>False when the delivery is settled already.</returns>
    public bool Settle(ulong delivery) => delivery >= low && settled.Add(delivery);

    /// <summary>Takes what is to be sent: a delivery, and whether all before it are meant as well.</summary>
    public void Take(List<(ulong Delivery, bool IsAll)> acknowledgements)
    {
        while (settled.Remove(low))
        {
            low++;
        }

        if (fresh.Count == 0)
        {
            return;
        }

        fresh.Sort();
        var inOrder = fresh.FindLastIndex(d => d < low);
        if (inOrder >= 0)
        {
            acknowledgements.Add((fresh[inOrder], true));
        }

        for (var i = inOrder + 1; i < fresh.Count; i++)
        {
            acknowledgements.Add((fresh[i], false));
        }

        fresh.Clear();
    }
}
