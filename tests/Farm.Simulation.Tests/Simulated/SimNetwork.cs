namespace Farm.Simulation.Tests.Simulated;

/// <summary>Carries messages late, twice, out of order, or not at all. After the faults end it only delays.</summary>
internal sealed class SimNetwork(Schedule schedule, Scenario scenario, Func<bool> faultsEnded)
{
    private readonly HashSet<string> cutOff = new(StringComparer.Ordinal);

    public bool IsCutOff(string peer) => cutOff.Contains(peer);

    public void CutOff(string peer) => cutOff.Add(peer);

    public void Reconnect(string peer) => cutOff.Remove(peer);

    /// <summary>Sends something between the broker and a peer.</summary>
    public void Send(string peer, Action deliver)
    {
        if (!faultsEnded() && schedule.Chance(scenario.Loss))
        {
            return;
        }

        Deliver(peer, deliver);
        if (!faultsEnded() && schedule.Chance(scenario.Duplication))
        {
            Deliver(peer, deliver);
        }
    }

    private void Deliver(string peer, Action deliver) => schedule.After(schedule.UpTo(scenario.Delay), () =>
    {
        if (!IsCutOff(peer))
        {
            deliver();
        }
    });
}
