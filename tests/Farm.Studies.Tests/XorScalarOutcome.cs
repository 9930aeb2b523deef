using Farm.Studies.Healing;

namespace Farm.Studies.Tests;

/// <summary>What was done to one scalar training, and its columns.</summary>
internal sealed class XorScalarOutcome
{
    private int first = -1;
    private (float Dead, float Torque) before = (float.NaN, float.NaN);
    private (float Dead, float Torque) after = (float.NaN, float.NaN);

    public List<HealingEvent> Events { get; } = [];

    public void Add(HealingEvent healing) => Events.Add(healing);

    /// <summary>The state before and after one epoch's actions.</summary>
    public void Frame(int update, (float Dead, float Torque) earlier, (float Dead, float Torque) later)
    {
        (first, before) = first < 0 ? (update, earlier) : (first, before);
        after = later;
    }

    /// <summary>Adds the columns, those of actions that the cell does not have as well.</summary>
    public void AddTo(Dictionary<string, double> all)
    {
        foreach (var action in Enum.GetValues<HealingAction>())
        {
            all[HealingColumns.NameOf(action)] = Events.Count(e => e.Action == action);
        }

        all["healed_first"] = first < 0 ? double.NaN : first;
        (all["healed_dead_before"], all["healed_torque_before"]) = before;
        (all["healed_dead_after"], all["healed_torque_after"]) = after;
    }
}
