namespace Farm.Node;

/// <summary>How a node behaves.</summary>
public sealed record NodeOptions
{
    /// <summary>Orders held unacknowledged at most. Default 16; at least the slots, or some stay idle.</summary>
    public int Prefetch { get; init; } = 16;

    /// <summary>A report that the transport has not taken after this time is sent again. Default 10 s.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A node that drains leaves after this time, whatever it still holds. Default 20 s.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(20);
}
