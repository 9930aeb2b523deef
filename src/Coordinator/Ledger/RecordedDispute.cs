namespace Farm.Coordinator.Ledger;

/// <summary>Two answers of a block, and what became of them.</summary>
/// <param name="Incident">Who gave which answer.</param>
/// <param name="SettledBy">The quarantine of one of the two hosts since, the first one; null when there is none.</param>
/// <param name="Stored">What is stored of the block now; null when nothing is.</param>
public sealed record RecordedDispute(Incident Incident, QuarantineRecord? SettledBy, StoredBlock? Stored)
{
    /// <summary>
    /// Whether nobody knows yet who is wrong. Not so when a host is under quarantine since, and not when the block was
    /// taken back, or computed again as the other said.
    /// </summary>
    public bool IsOpen => SettledBy is null
        && Stored is not null
        && !Stored.Digest.AsSpan().SequenceEqual(Incident.OtherDigest);

    /// <summary>The disputes of a ledger, oldest first.</summary>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public static IReadOnlyList<RecordedDispute> AllOf(ILedgerReader ledger)
    {
        var incidents = ledger.Incidents();
        if (incidents.Count == 0)
        {
            return [];
        }

        var quarantines = ledger.Quarantines();
        return
        [
            .. incidents.Select(i => new RecordedDispute(
                i, quarantines.FirstOrDefault(q => Settles(q, i)), ledger.Block(i.Key, i.Revision))),
        ];
    }

    private static bool Settles(QuarantineRecord quarantine, Incident incident) =>
        quarantine.Host.At >= incident.At
        && (quarantine.Host.Host == incident.Kept.Host || quarantine.Host.Host == incident.Other.Host);
}
