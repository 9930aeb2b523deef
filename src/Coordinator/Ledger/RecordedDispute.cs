namespace Farm.Coordinator.Ledger;

/// <summary>Two answers of a block, and what settled it.</summary>
/// <param name="Incident">Who gave which answer.</param>
/// <param name="SettledBy">
/// The quarantine of one of the two hosts since, the first one; null while nobody knows who is wrong.
/// </param>
public sealed record RecordedDispute(Incident Incident, QuarantineRecord? SettledBy)
{
    /// <summary>Whether nobody knows yet who is wrong.</summary>
    public bool IsOpen => SettledBy is null;

    /// <summary>The disputes of a ledger, oldest first; those that are open are its open incidents.</summary>
    public static IReadOnlyList<RecordedDispute> AllOf(ILedgerReader ledger)
    {
        var incidents = ledger.Incidents();
        if (incidents.Count == 0)
        {
            return [];
        }

        var quarantines = ledger.Quarantines();
        return [.. incidents.Select(i => new RecordedDispute(i, quarantines.FirstOrDefault(q => Settles(q, i))))];
    }

    private static bool Settles(QuarantineRecord quarantine, Incident incident) =>
        quarantine.Host.At >= incident.At
        && (quarantine.Host.Host == incident.Kept.Host || quarantine.Host.Host == incident.Other.Host);
}
