namespace Farm.Transport.Akka.Nodes;

/// <summary>
/// What a node told lately, and whom: a coordinator that was there already, but whose roll call comes a moment later, hears it
/// too. Used by one thread at a time.
/// </summary>
internal sealed class RecentNotices
{
    /// <summary>How long it is remembered.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private const int Most = 64;

    private readonly LinkedList<Recent> notices = new();

    /// <summary>Something is told.</summary>
    /// <param name="notice">Its bytes.</param>
    /// <param name="ledger">Whose coordinator it concerns; null for every one.</param>
    /// <param name="told">The ledgers whose coordinators are told at once.</param>
    /// <param name="now">The time.</param>
    public void Add(ReadOnlyMemory<byte> notice, Guid? ledger, IEnumerable<Guid> told, DateTimeOffset now)
    {
        notices.AddLast(new Recent(notice, ledger, [.. told], now));
        if (notices.Count > Most)
        {
            notices.RemoveFirst();
        }
    }

    /// <summary>What a ledger's coordinator was not told, oldest first; it counts as told then.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> TakeFor(Guid ledger, DateTimeOffset now)
    {
        while (notices.First is { Value: var oldest } && now - oldest.At > Memory)
        {
            notices.RemoveFirst();
        }

        return [.. notices.Where(n => n.IsFor(ledger) && n.Told.Add(ledger)).Select(n => n.Notice)];
    }

    private sealed record Recent(ReadOnlyMemory<byte> Notice, Guid? Ledger, HashSet<Guid> Told, DateTimeOffset At)
    {
        public bool IsFor(Guid ledger) => Ledger is null || Ledger == ledger;
    }
}
