namespace Farm.Node.Steps;

/// <summary>How many orders a node wants to hold: enough that no slot waits for the next, and no more.</summary>
internal sealed class PrefetchRule(int slots, NodeOptions options)
{
    private DateTimeOffset? changedAt;

    /// <summary>Orders held at most at present.</summary>
    public int Current { get; private set; } = options.FirstPrefetch(slots);

    /// <summary>A new number, when the old one is off by more than a third and has held long enough.</summary>
    /// <param name="shardTime">Time that a shard takes of late; null when unknown.</param>
    /// <param name="now">The time.</param>
    public int? Change(TimeSpan? shardTime, DateTimeOffset now)
    {
        if (shardTime is not { } time || now - changedAt < options.PrefetchInterval)
        {
            return null;
        }

        var wanted = Wanted(time);
        if (Math.Abs(wanted - Current) * 3L <= Current)
        {
            return null;
        }

        (Current, changedAt) = (wanted, now);
        return wanted;
    }

    private int Wanted(TimeSpan shardTime)
    {
        var most = Math.Max(1, options.OrdersAtMost / slots);
        var least = Math.Min(options.ShardsPerSlot, most);
        var perSlot = shardTime * most <= options.WorkPerSlot ? most : (int)Math.Ceiling(options.WorkPerSlot / shardTime);
        return slots * Math.Clamp(perSlot, least, most);
    }
}
