namespace Farm.Transport.Akka.Nodes;

/// <summary>
/// Shares the orders that a node wants to hold among its coordinators, evenly among those that have work. Used by one
/// thread at a time.
/// </summary>
internal static class Allowances
{
    /// <summary>Orders after which another coordinator's turn comes to have what cannot be shared evenly.</summary>
    private const int TurnOrders = 4;

    /// <summary>Gives each coordinator its part, as far as others have given up theirs.</summary>
    /// <param name="wanted">Orders that the node wants to hold, in all.</param>
    /// <param name="channels">The coordinators.</param>
    /// <param name="now">The time.</param>
    public static void Share(int wanted, IReadOnlyList<CoordinatorChannel> channels, DateTimeOffset now)
    {
        var busy = channels.Where(c => c.IsBusy(now)).ToArray();
        foreach (var late in busy.Where(c => !c.IsSharing))
        {
            // Who comes late has no claim to what the others had before.
            late.OrdersShared = busy.Where(c => c.IsSharing).Select(c => c.OrdersShared).DefaultIfEmpty().Min();
        }

        foreach (var channel in channels)
        {
            channel.IsSharing = busy.Contains(channel);
        }

        IReadOnlyList<CoordinatorChannel> sharers = busy.Length > 0
            ? [.. busy.OrderBy(c => c.OrdersShared / TurnOrders)]
            : channels;
        for (var i = 0; i < channels.Count; i++)
        {
            if (!sharers.Contains(channels[i]))
            {
                channels[i].Allow(0);
            }
        }

        for (var i = 0; i < sharers.Count; i++)
        {
            var part = wanted / sharers.Count + (i < wanted % sharers.Count ? 1 : 0);
            var free = wanted - channels.Where(c => c != sharers[i]).Sum(c => c.Reserved);
            sharers[i].Allow(Math.Min(part, Math.Max(free, 0)));
        }
    }
}
