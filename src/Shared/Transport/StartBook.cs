using Farm.Domain;

namespace Farm.Transport;

/// <summary>
/// Starts that coordinators need not know at once, gathered; those that end before are not told. Used by one thread at
/// a time.
/// </summary>
internal sealed class StartBook
{
    /// <summary>From the first start to their telling.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<(Guid Ledger, ShardId Shard), ShardStarted> starts = [];

    /// <summary>When they are to be told; null when there are none.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    /// <summary>An order was begun.</summary>
    public void Add(Guid ledger, ShardStarted started, DateTimeOffset now)
    {
        starts[(ledger, started.Shard)] = started;
        NextDue ??= now + Interval;
    }

    /// <summary>An order has ended.</summary>
    public void Remove(Guid ledger, ShardId shard) => starts.Remove((ledger, shard));

    /// <summary>Takes what is to be told now.</summary>
    public IEnumerable<(Guid Ledger, ShardStarted[] Started)> Take(DateTimeOffset now)
    {
        if (!(now >= NextDue))
        {
            return [];
        }

        NextDue = null;
        var due = starts.GroupBy(s => s.Key.Ledger, s => s.Value).Select(g => (g.Key, g.ToArray())).ToArray();
        starts.Clear();
        return due;
    }
}
