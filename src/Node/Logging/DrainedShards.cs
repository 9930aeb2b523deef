using Farm.Domain;
using Farm.Hosting;

namespace Farm.Node.Logging;

/// <summary>Which shards a drain finished and which it handed back: the first few of each by name.</summary>
internal sealed class DrainedShards
{
    private const int MostNamed = 4;

    private readonly List<string> finished = [];
    private readonly List<string> handedBack = [];
    private bool isDraining;

    /// <summary>The drain begins.</summary>
    public void Begin() => isDraining = true;

    public void AddFinished(ShardId shard) => Add(finished, shard);

    public void AddHandedBack(ShardId shard) => Add(handedBack, shard);

    /// <summary>Such as <c>2 shards (a-1, a-2)</c>.</summary>
    public string Finished(long count) => Named(count, finished);

    /// <summary>Such as <c>no shard</c>.</summary>
    public string HandedBack(long count) => Named(count, handedBack);

    /// <summary>A number of shards in words.</summary>
    public static string Count(long count) => count switch
    {
        0 => "no shard",
        1 => "1 shard",
        _ => $"{Invariant.Grouped(count)} shards",
    };

    private void Add(List<string> names, ShardId shard)
    {
        if (isDraining && names.Count < MostNamed)
        {
            names.Add(shard.ToString());
        }
    }

    private static string Named(long count, List<string> names) => count == 0
        ? Count(0)
        : $"{Count(count)} ({string.Join(", ", names)}{(count > names.Count ? ", …" : "")})";
}
