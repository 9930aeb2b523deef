namespace Farm.EndToEnd.Tests.Storms;

/// <summary>A part of a farm that a storm strikes and that is mended a while later.</summary>
/// <param name="name">What the storm's log calls it.</param>
internal abstract class StormPart(string name) : IDisposable
{
    public string Name => name;

    /// <summary>Whether it works, so that it can be struck.</summary>
    public abstract bool IsUp { get; }

    /// <summary>Whether it has done all that it had to do, and ended by itself.</summary>
    public virtual bool IsComplete => false;

    /// <summary>Starts it, before the storm.</summary>
    public abstract void Start();

    /// <summary>Strikes it in one of the ways that it can be struck in.</summary>
    /// <param name="random">Says in which.</param>
    /// <param name="now">The time since the storm began.</param>
    /// <returns>What was done, for the log.</returns>
    public abstract string Strike(Random random, TimeSpan now);

    /// <summary>Mends what is due.</summary>
    /// <returns>What was done, for the log; null for nothing.</returns>
    /// <exception cref="StormException">It has failed by itself.</exception>
    public abstract string? Mend(TimeSpan now);

    public abstract void Dispose();

    /// <summary>A random time between two.</summary>
    protected static TimeSpan Between(Random random, double fewestSeconds, double mostSeconds) =>
        TimeSpan.FromSeconds(fewestSeconds + (random.NextDouble() * (mostSeconds - fewestSeconds)));
}

/// <summary>A farm does not get through its storm.</summary>
internal sealed class StormException(string message) : Exception(message);
