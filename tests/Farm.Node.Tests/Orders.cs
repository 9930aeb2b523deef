using Farm.Domain;

namespace Farm.Node.Tests;

/// <summary>Orders of the study that these tests compute.</summary>
internal static class Orders
{
    public const int BlockSize = 8;

    public static readonly Cell Cell = Cell.Create(CountingStudy.Name, []);

    /// <summary>An order of blocks from 0.</summary>
    public static ShardOrder Order(long number, long blocks = 1, long trials = 10_000) => new(
        new ShardId(1, number),
        "sweep",
        Guid.Empty,
        1,
        1,
        Cell,
        5,
        new BlockLayout(BlockSize, trials),
        new BlockRange(0, blocks),
        Keep.All);

    public static NodeHello Hello(int slots) => new(
        "node", "host", "processor", slots, Capabilities.Cpu, "cpu", "simd-128", "1.0.0", [new StudyVersion(CountingStudy.Name, 1, 1)]);
}
