namespace Farm.Hosting.Logging;

/// <summary>
/// Lets through so many events a second and counts the others, so that tiny shards cannot flood the log.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="perSecond">How many events a second are let through.</param>
public sealed class EventThrottle(TimeProvider time, int perSecond)
{
    private readonly Lock gate = new();
    private long second = -1;
    private int admitted;
    private long skipped;

    /// <summary>Whether this event is to be logged.</summary>
    /// <param name="skippedBefore">Events that were not, since the last that was.</param>
    public bool Admits(out long skippedBefore)
    {
        lock (gate)
        {
            var now = time.GetTimestamp() / time.TimestampFrequency;
            if (now != second)
            {
                (second, admitted) = (now, 0);
            }

            if (admitted >= perSecond)
            {
                skipped++;
                skippedBefore = 0;
                return false;
            }

            admitted++;
            skippedBefore = skipped;
            skipped = 0;
            return true;
        }
    }
}
