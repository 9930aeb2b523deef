namespace Farm.Simulation.Tests.Simulated;

/// <summary>The one thread of a simulated world: a fake clock, what is to happen, and the seed's own randomness.</summary>
internal sealed class Schedule(int seed)
{
    private readonly PriorityQueue<Action, (DateTimeOffset, long)> due = new();
    private readonly Random random = new(seed);
    private long sequence;

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public long Happened { get; private set; }

    /// <summary>Lets something happen after some time; of two at the same time the first scheduled is first.</summary>
    public void After(TimeSpan delay, Action action) => due.Enqueue(action, (Now + delay, ++sequence));

    public bool RunNext()
    {
        if (!due.TryDequeue(out var action, out var at))
        {
            return false;
        }

        Now = at.Item1;
        Happened++;
        action();
        return true;
    }

    public bool Chance(double probability) => probability > 0 && random.NextDouble() < probability;

    /// <summary>A whole number from 0 to below <paramref name="end"/>.</summary>
    public int Below(int end) => random.Next(end);

    /// <summary>A whole number, both ends included.</summary>
    public int Between(int low, int high) => random.Next(low, high + 1);

    public TimeSpan UpTo(TimeSpan most) => most * random.NextDouble();

    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
}
