namespace Farm.Coordinator.Actors;

/// <summary>Says when progress is to be told, and how fast it is over the last few seconds.</summary>
internal sealed class ProgressMeter(TimeSpan interval)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private readonly Queue<(DateTimeOffset At, long Trials)> marks = new();

    /// <summary>When progress is to be told next; null before the first time, which is at once.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    public double TrialsPerSecond { get; private set; }

    public bool IsDue(DateTimeOffset now) => NextAt is null || now >= NextAt;

    /// <summary>Progress is told now.</summary>
    public void Mark(DateTimeOffset now, long trials)
    {
        NextAt = now + interval;
        marks.Enqueue((now, trials));
        while (marks.Count > 2 && now - marks.Peek().At > Window)
        {
            marks.Dequeue();
        }

        var (since, before) = marks.Peek();
        TrialsPerSecond = now > since ? (trials - before) / (now - since).TotalSeconds : 0;
    }
}
