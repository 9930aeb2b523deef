using Farm.Studies.Healing;

namespace Farm.Studies.Xor;

/// <summary>What healing remembers of one unit from check to check.</summary>
internal struct XorUnitMemory
{
    /// <summary>How far a unit without torque has escalated.</summary>
    public int Level;

    /// <summary>Checks in a row that found it of no use.</summary>
    public int Run;

    /// <summary>Updates at which it is leaky no longer; 0 when it is not.</summary>
    public int LeakyUntil;

    /// <summary>Whether it was drawn anew once.</summary>
    public bool WasReplaced;

    /// <summary>Whether it is pruned.</summary>
    public bool IsPruned;

    /// <summary>Whether a λ was seen.</summary>
    public bool HasAverage;

    /// <summary>Moving average of its largest λ.</summary>
    public double Average;
}

/// <summary>One lane's trial as healing knows it: its memory, and what was done so far. Used for trial after trial.</summary>
internal sealed class XorPatient
{
    private readonly int[] counts = new int[Enum.GetValues<HealingAction>().Length];
    private readonly XorUnitMemory[] units = new XorUnitMemory[2];
    private HealingLog? log;

    /// <summary>The trial's index in its cell.</summary>
    public ulong Trial { get; private set; }

    /// <summary>Actions of all kinds so far.</summary>
    public int Actions { get; private set; }

    /// <summary>Update of the first action; NaN before one.</summary>
    public float First { get; private set; }

    /// <summary>Share of dead data just before the first action.</summary>
    public float DeadBefore { get; private set; }

    /// <summary>Share of dead data just after the last action.</summary>
    public float DeadAfter { get; private set; }

    /// <summary>Smallest torque ratio just before the first action.</summary>
    public float TorqueBefore { get; private set; }

    /// <summary>Smallest torque ratio just after the last action, the gradient held.</summary>
    public float TorqueAfter { get; private set; }

    /// <summary>How often an action was done.</summary>
    public int this[HealingAction action] => counts[(int)action];

    /// <summary>A unit's memory.</summary>
    public ref XorUnitMemory Unit(int unit) => ref units[unit];

    /// <summary>Takes a new trial.</summary>
    public void Begin(ulong trial, HealingLog? log)
    {
        (Trial, this.log) = (trial, log);
        Array.Clear(counts);
        Actions = 0;
        Array.Clear(units);
        (First, DeadBefore, DeadAfter) = (float.NaN, float.NaN, float.NaN);
        (TorqueBefore, TorqueAfter) = (float.NaN, float.NaN);
    }

    /// <summary>Writes an action down.</summary>
    public void Note(in HealingEvent healing)
    {
        counts[(int)healing.Action]++;
        Actions++;
        log?.Add(healing);
    }

    /// <summary>What was so before the actions of one epoch, and is so after them; nothing when there were none.</summary>
    public void Note(int update, (float Dead, float Torque) before, (float Dead, float Torque) after)
    {
        if (float.IsNaN(First))
        {
            (First, DeadBefore, TorqueBefore) = (update, before.Dead, before.Torque);
        }

        (DeadAfter, TorqueAfter) = (after.Dead, after.Torque);
    }
}
