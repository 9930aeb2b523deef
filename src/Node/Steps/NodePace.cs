using Farm.Domain;

namespace Farm.Node.Steps;

/// <summary>What a node has done, and how fast it is.</summary>
internal sealed class NodePace
{
    /// <summary>The mean is one of about so many shards.</summary>
    private const int Memory = 32;

    /// <summary>The rate is one of so many intervals between statuses.</summary>
    private const int Intervals = 5;

    private readonly Queue<(DateTimeOffset At, long Trials)> samples = new();
    private double meanTicks;

    /// <summary>Shards reported, those that failed included.</summary>
    public long Shards { get; private set; }

    /// <summary>Shards computed to their end.</summary>
    public long Finished { get; private set; }

    /// <summary>Shards handed back, whole or in part.</summary>
    public long HandedBack { get; private set; }

    /// <summary>Trials computed.</summary>
    public long Trials { get; private set; }

    /// <summary>Executions that failed.</summary>
    public long Failures { get; private set; }

    /// <summary>Time that a shard takes of late; null before the first.</summary>
    public TimeSpan? ShardTime => Finished == 0 ? null : TimeSpan.FromTicks((long)meanTicks);

    public void Add(ShardReport report)
    {
        Shards++;
        foreach (var result in report.Results)
        {
            Trials += result.Trials;
        }

        switch (report.Failure?.Kind)
        {
            case null:
                Finished++;
                meanTicks += (report.Elapsed.Ticks - meanTicks) / Math.Min(Finished, Memory);
                break;
            case FailureKind.HandedBack:
                HandedBack++;
                break;
            default:
                Failures++;
                break;
        }
    }

    /// <summary>Trials a second since a few calls ago; 0 at the first.</summary>
    public double Measure(DateTimeOffset now)
    {
        samples.Enqueue((now, Trials));
        var (at, trials) = samples.Peek();
        if (samples.Count > Intervals)
        {
            samples.Dequeue();
        }

        return now > at ? (Trials - trials) / (now - at).TotalSeconds : 0;
    }
}
