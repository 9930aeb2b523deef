using Farm.Domain;
using Farm.Studies.Devices;

namespace Farm.Node;

/// <summary>How a node behaves.</summary>
public sealed record NodeOptions
{
    /// <summary>The device of each slot; none for a node whose slots are threads of its processors. Default none.</summary>
    public IReadOnlyList<IStudyDevice> Devices { get; init; } = [];

    /// <summary>Orders held for each slot, at least; so many are held at first. Default 2.</summary>
    public int ShardsPerSlot { get; init; } = 2;

    /// <summary>Work held for each slot, where that is more. Default 200 ms.</summary>
    public TimeSpan WorkPerSlot { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Orders held at most, but one for each slot. Default 1,024.</summary>
    public int OrdersAtMost { get; init; } = 1_024;

    /// <summary>Time for which a number of orders to hold stays, at least. Default 1 s.</summary>
    public TimeSpan PrefetchInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A report, or word of a suspect, that the transport has not taken after this time is sent again. Default 10 s.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a shard is at work before its start is announced, so that word of those that end sooner costs nothing;
    /// suspects are announced at once. Default 250 ms.
    /// </summary>
    public TimeSpan AnnounceAfter { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often coordinators are told how the node is doing. Default 1 s.</summary>
    public TimeSpan StatusInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A coordinator that was not heard for this time is not there. Default 5 s.</summary>
    public TimeSpan CoordinatorSilence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a node that every coordinator refuses stays, for one that welcomes it to speak up. Default 2 s.
    /// </summary>
    public TimeSpan RefusalGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long an order that this node may not compute is kept before it is refused, so that it does not come and go
    /// without pause. Default 1 s.
    /// </summary>
    public TimeSpan RefusalDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the last verdict of a coordinator that is gone counts for its orders. Default 10 min.</summary>
    public TimeSpan VerdictMemory { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A node that drains leaves after this time, whatever it still holds. Default 20 s.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The name of one of a node's workers.</summary>
    internal WorkerName WorkerOf(NodeHello hello, int slot) => Devices.Count == 0
        ? hello.Worker(slot)
        : hello.Worker(slot) with { Device = Devices[slot].Name, Backend = Devices[slot].Backend };

    /// <summary>Orders that a node of so many slots holds at first.</summary>
    public int FirstPrefetch(int slots) => Math.Max(slots, Math.Min(OrdersAtMost, ShardsPerSlot * slots));
}
