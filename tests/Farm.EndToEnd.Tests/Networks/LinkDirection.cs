namespace Farm.EndToEnd.Tests.Networks;

/// <summary>One direction of a link: says when a frame arrives, if it does.</summary>
/// <remarks>Frames never overtake each other. The conditions may be set by any thread; the rest is the switch's.</remarks>
internal sealed class LinkDirection(Random random)
{
    private volatile LinkConditions conditions = LinkConditions.Good;
    private TimeSpan freeAt;
    private TimeSpan lastArrival;

    public LinkConditions Conditions
    {
        get => conditions;
        set => conditions = value;
    }

    /// <summary>Frames that were lost.</summary>
    public long Lost { get; private set; }

    /// <summary>When a frame that is sent now arrives; null when it is lost.</summary>
    public TimeSpan? Arrival(TimeSpan now, int bytes)
    {
        var link = conditions;
        if (link.Loss > 0 && random.NextDouble() < link.Loss)
        {
            Lost++;
            return null;
        }

        var starts = now;
        if (link.BytesPerSecond < long.MaxValue)
        {
            starts = freeAt > now ? freeAt : now;
            if (starts - now > link.Patience)
            {
                Lost++;
                return null;
            }

            starts += TimeSpan.FromSeconds((double)bytes / link.BytesPerSecond);
            freeAt = starts;
        }

        var arrives = starts + link.Delay;
        lastArrival = arrives > lastArrival ? arrives : lastArrival;
        return lastArrival;
    }
}
