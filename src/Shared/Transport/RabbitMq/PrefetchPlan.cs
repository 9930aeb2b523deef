namespace Farm.Transport.RabbitMq;

/// <summary>
/// Keeps the orders that a node holds within a limit that changes. The broker fixes a consumer's limit when it begins,
/// so a greater one is another consumer besides, and a smaller one is fewer consumers. Used by one thread at a time.
/// </summary>
internal sealed class PrefetchPlan
{
    /// <summary>
    /// What is missing is asked for when it is at least this part of the limit: few consumers will do.
    /// </summary>
    private const int LeastPart = 4;

    private readonly List<Consumer> consumers = [];
    private int lastConsumer;

    /// <summary>Orders wanted unacknowledged at most; 0 wants none.</summary>
    public int Wanted { get; set; }

    /// <summary>Consumers to end now.</summary>
    public IReadOnlyList<string> TakeSurplus()
    {
        var surplus = new List<string>();
        for (var i = consumers.Count - 1; i >= 0 && Expected() > Wanted; i--)
        {
            if (consumers[i].State == ConsumerState.Active)
            {
                consumers[i].State = ConsumerState.Ending;
                surplus.Add(consumers[i].Tag);
            }
        }

        return surplus;

        int Expected() => consumers.Sum(c => c.State == ConsumerState.Active ? c.Limit : c.Held);
    }

    /// <summary>A consumer to begin now, or null.</summary>
    public (string Tag, int Limit)? TakeMissing()
    {
        var missing = Wanted - consumers.Sum(c => c.State == ConsumerState.Ended ? c.Held : c.Limit);
        if (missing < Math.Max(1, Wanted / LeastPart))
        {
            return null;
        }

        var consumer = new Consumer($"farm-{++lastConsumer}", missing);
        consumers.Add(consumer);
        return (consumer.Tag, consumer.Limit);
    }

    /// <summary>Consumers that are neither ended nor ending.</summary>
    public IEnumerable<string> Active =>
        consumers.Where(c => c.State == ConsumerState.Active).Select(c => c.Tag);

    /// <summary>A consumer was given an order.</summary>
    public void Hold(string consumer) => Change(consumer, +1);

    /// <summary>An order of a consumer is acknowledged.</summary>
    public void Release(string consumer) => Change(consumer, -1);

    /// <summary>A consumer gets no more.</summary>
    public void End(string consumer)
    {
        if (consumers.Find(c => c.Tag == consumer) is { } ended)
        {
            ended.State = ConsumerState.Ended;
            RemoveIfIdle(ended);
        }
    }

    /// <summary>There are no consumers any more, and nothing is held.</summary>
    public void Clear() => consumers.Clear();

    private void Change(string consumer, int by)
    {
        if (consumers.Find(c => c.Tag == consumer) is { } changed)
        {
            changed.Held += by;
            RemoveIfIdle(changed);
        }
    }

    private void RemoveIfIdle(Consumer consumer)
    {
        if (consumer is { State: ConsumerState.Ended, Held: 0 })
        {
            consumers.Remove(consumer);
        }
    }

    private enum ConsumerState
    {
        Active,
        Ending,
        Ended,
    }

    private sealed class Consumer(string tag, int limit)
    {
        public string Tag => tag;

        public int Limit => limit;

        public int Held { get; set; }

        public ConsumerState State { get; set; }
    }
}
