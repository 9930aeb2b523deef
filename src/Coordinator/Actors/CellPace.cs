namespace Farm.Coordinator.Actors;

/// <summary>What a cell's trials cost, as measured, and so how many blocks make a shard.</summary>
/// <remarks>
/// A cell's first shards are single blocks: their results arrive at once and nothing is risked on a cell whose trials
/// turn out to be long. A shard is never more than four times the largest that came back, and its report fits into a
/// message of any transport.
/// </remarks>
internal sealed class CellPace
{
    private const int Growth = 4;

    /// <summary>
    /// Bytes of results in a report: transports carry 8 MiB, in which they take a third more as text.
    /// </summary>
    private const long ReportBytes = 5 << 20;

    /// <summary>Bytes of a result besides its summary and its kept trials.</summary>
    private const long ResultBytes = 192;

    private double ticksPerTrial;
    private long blocksAllowed = 1;
    private long bytesPerBlock = ResultBytes;

    /// <summary>Estimated time of some trials; null while nothing is measured.</summary>
    public TimeSpan? Estimate(long trials) =>
        ticksPerTrial == 0 ? null : TimeSpan.FromTicks((long)Math.Min(ticksPerTrial * trials, TimeSpan.TicksPerDay));

    /// <summary>Blocks that make a shard of a given time, as nearly as whole blocks can.</summary>
    public long BlocksFor(TimeSpan time, int blockSize)
    {
        var perBlock = ticksPerTrial * blockSize;
        var most = Math.Min(blocksAllowed, Math.Max(1, ReportBytes / bytesPerBlock));
        return perBlock <= 0 ? most : (long)Math.Clamp(Math.Round(time.Ticks / perBlock), 1, most);
    }

    /// <summary>Learns from a shard that came back.</summary>
    /// <param name="blocks">Blocks computed.</param>
    /// <param name="trials">Trials in them.</param>
    /// <param name="bytes">Bytes of their summaries and kept trials.</param>
    /// <param name="elapsed">Time it took.</param>
    public void Learn(long blocks, long trials, long bytes, TimeSpan elapsed)
    {
        if (trials == 0)
        {
            return;
        }

        var measured = Math.Max(1, (double)elapsed.Ticks) / trials;
        ticksPerTrial = ticksPerTrial == 0 ? measured : (ticksPerTrial + measured) / 2;
        blocksAllowed = Math.Max(blocksAllowed, blocks * Growth);
        bytesPerBlock = Math.Max(bytesPerBlock, (bytes + blocks - 1) / blocks + ResultBytes);
    }
}
