using Farm.EndToEnd.Tests.Networks;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>A host's link, made bad in one way or another for a while.</summary>
internal sealed class LinkPart(NetworkHost host) : StormPart($"link of {host.Name}")
{
    private static readonly LinkConditions Slow = new() { Delay = TimeSpan.FromMilliseconds(200) };
    private static readonly LinkConditions Lossy = new() { Loss = 0.1 };
    private static readonly LinkConditions Narrow = new() { BytesPerSecond = 50_000 };

    /// <summary>The ways, each with its shortest and longest time in seconds.</summary>
    private static readonly (string Name, LinkConditions Out, LinkConditions In, double Fewest, double Most)[] Ways =
    [
        ("cut shortly", LinkConditions.Cut, LinkConditions.Cut, 0.5, 3),
        ("cut for long", LinkConditions.Cut, LinkConditions.Cut, 10, 16),
        ("mute", LinkConditions.Cut, LinkConditions.Good, 1, 14),
        ("deaf", LinkConditions.Good, LinkConditions.Cut, 1, 14),
        ("slow", Slow, Slow, 2, 8),
        ("lossy", Lossy, Lossy, 2, 8),
        ("narrow", Narrow, Narrow, 2, 8),
    ];

    private TimeSpan? mendAt;

    public override bool IsUp => mendAt is null;

    public override void Start()
    {
    }

    public override string Strike(Random random, TimeSpan now)
    {
        var way = Ways[random.Next(Ways.Length)];
        var time = Between(random, way.Fewest, way.Most);
        (host.Port.Out.Conditions, host.Port.In.Conditions) = (way.Out, way.In);
        mendAt = now + time;
        return FormattableString.Invariant($"is {way.Name}, for {time.TotalSeconds:0.0} s");
    }

    /// <summary>Cuts it for good.</summary>
    public void Cut() => host.Port.Set(LinkConditions.Cut);

    public override string? Mend(TimeSpan now)
    {
        if (mendAt is null || now < mendAt)
        {
            return null;
        }

        host.Port.Set(LinkConditions.Good);
        mendAt = null;
        return "is good again";
    }

    public override void Dispose() => host.Port.Set(LinkConditions.Good);
}
