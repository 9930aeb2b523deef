namespace Farm.Transport.Wire;

/// <summary>
/// What a message may hold at most: bounds for whoever sends nonsense, far above what the farm sends.
/// </summary>
internal static class WireLimits
{
    /// <summary>Bytes of a message that carries no state of a long trial.</summary>
    public const int Bytes = 8 << 20;

    /// <summary>
    /// Bytes of an order or a report of a long trial: a state of 32 MiB and 1 MiB of curve take a third more as text.
    /// </summary>
    public const int SliceBytes = 48 << 20;

    /// <summary>Steps of a long trial.</summary>
    public const long Steps = 1L << 53;

    /// <summary>Objects within objects.</summary>
    public const int Depth = 8;

    /// <summary>Characters of a name.</summary>
    public const int NameCharacters = 256;

    /// <summary>Bytes of a node's name: a queue is named after it, and AMQP has room for 255.</summary>
    public const int NodeBytes = 200;

    /// <summary>Characters of a cell's key.</summary>
    public const int KeyCharacters = 2_048;

    /// <summary>Characters of one line for people; longer ones are cut by the sender.</summary>
    public const int TextCharacters = 4_096;

    /// <summary>Characters of a detail such as a stack trace; longer ones are cut by the sender.</summary>
    public const int DetailCharacters = 65_536;

    /// <summary>Slots of a node.</summary>
    public const int Slots = 4_096;

    /// <summary>Orders that a node holds unacknowledged.</summary>
    public const int Prefetch = 65_535;

    /// <summary>Studies that a node knows.</summary>
    public const int Studies = 1_024;

    /// <summary>Starts in one notice.</summary>
    public const int Starts = 4_096;

    /// <summary>Trials in a block: what sweeps allow.</summary>
    public const int BlockTrials = 65_536;

    /// <summary>Trials in a cell: what sweeps allow.</summary>
    public const long CellTrials = 1_000_000_000_000;

    /// <summary>Blocks in a shard.</summary>
    public const int ShardBlocks = 1 << 20;

    /// <summary>Ticks of 100 ns of any time that passed: ten years.</summary>
    public const long ElapsedTicks = 3_650 * TimeSpan.TicksPerDay;
}
