namespace Farm.Coordinator.Ledger;

/// <summary>A moment as the ledger stores it: 100 ns since 1970-01-01 UTC.</summary>
internal static class StoredTime
{
    /// <summary>The stored number; a moment's offset from UTC is not stored.</summary>
    public static long Of(DateTimeOffset moment) => moment.UtcTicks - DateTime.UnixEpoch.Ticks;

    /// <summary>The moment, in UTC.</summary>
    public static DateTimeOffset From(long stored) => new(stored + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);
}
