using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;

namespace Farm.Coordinator.Verbs;

/// <summary>Audits, disputes and quarantine in words.</summary>
internal static class AuditText
{
    /// <summary>How much of a sweep a second host stands for, and what is disputed; nothing where there is nothing.</summary>
    public static IEnumerable<string> Lines(ILedgerReader ledger, SweepPlan plan)
    {
        var confirmations = Confirmations.Of(ledger, plan.Sweep, plan.Sweep.Cells, plan.Revision);
        if (confirmations.Confirmed > 0)
        {
            yield return Invariant.Text(
                $"audits: {Invariant.Grouped(confirmations.Confirmed)} of {Invariant.Grouped(confirmations.Stored)} stored blocks are confirmed by another host");
        }

        if (plan.Disputes.Count > 0)
        {
            yield return Invariant.Text(
                $"{plan.Disputes.Count} blocks have two answers, and nobody knows yet which is right: 'farm audit' names who gave them");
        }

        foreach (var quarantined in plan.Quarantined)
        {
            yield return Quarantined(quarantined);
        }
    }

    /// <summary>That a host's results do not count, since when, and why.</summary>
    public static string Quarantined(QuarantinedHost host) =>
        $"host {host.Host} is under quarantine since {Invariant.Moment(host.At)}: {host.Reason}";
}
