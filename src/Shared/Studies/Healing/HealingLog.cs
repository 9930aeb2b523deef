namespace Farm.Studies.Healing;

/// <summary>The first healing actions of a trial or of a slice, in order; what does not fit is counted.</summary>
/// <param name="capacity">How many it holds.</param>
public sealed class HealingLog(int capacity)
{
    private readonly List<HealingEvent> events = [];

    /// <summary>The actions held.</summary>
    public IReadOnlyList<HealingEvent> Events => events;

    /// <summary>How many more there were.</summary>
    public long Dropped { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(in HealingEvent healing)
    {
        if (events.Count < capacity)
        {
            events.Add(healing);
        }
        else
        {
            Dropped++;
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        events.Clear();
        Dropped = 0;
    }
}
