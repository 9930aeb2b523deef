namespace Farm.Transport.Akka.Nodes;

/// <summary>
/// Shares the orders that a node wants to hold among its coordinators, evenly among those that have work. Used by one
/// thread at a time.
/// </summary>
internal static class Allowances
{
    /// <summary>Gives each coordinator its part, as far as others have given up theirs.</summary>
    /// <param name="wanted">Orders that the node wants to hold, in all.</param>
    /// <param name="channels">The coordinators.</param>
    /// <param name="now">The time.</param>
    public static void Share(int wanted, IReadOnlyList<CoordinatorChannel> channels, DateTimeOffset now)
    {
        var busy = channels.Where(c => c.IsBusy(now)).ToArray();
        var sharers = busy.Length > 0 ? busy : channels;
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
