namespace Farm.Studies.Healing;

/// <summary>A runner of trials with healing: it can write down what healing does.</summary>
public interface IHealedRunner
{
    /// <summary>From now on, what healing does in one trial goes to a log. Results are the same with and without.</summary>
    /// <param name="trial">The trial's index in its cell.</param>
    /// <param name="log">Where it goes; null for nowhere.</param>
    void Watch(long trial, HealingLog? log);
}
