namespace Farm.Transport;

/// <summary>Counts refused messages and tells of them at most once a second. Used by one thread at a time.</summary>
internal sealed class RefusalCount(TimeProvider clock, Action<TransportEvent> tell)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private DateTimeOffset? toldAt;
    private long untold;
    private long total;
    private string queue = "";
    private string reason = "";

    /// <summary>When the next event is due; null when there is nothing to tell.</summary>
    public DateTimeOffset? NextDue => untold == 0 ? null : toldAt + Interval;

    /// <summary>Counts a message.</summary>
    public void Add(string from, string why)
    {
        untold++;
        total++;
        (queue, reason) = (from, why);
        TellIfDue();
    }

    /// <summary>Tells what was counted since the last time, if that is long enough ago.</summary>
    public void TellIfDue()
    {
        if (!(clock.GetUtcNow() < toldAt + Interval))
        {
            TellRest();
        }
    }

    /// <summary>Tells what was counted since the last time, however short ago that is: whoever counts ends.</summary>
    public void TellRest()
    {
        if (untold > 0)
        {
            tell(new MessageRefused(queue, reason, untold, total));
            (toldAt, untold) = (clock.GetUtcNow(), 0);
        }
    }
}
