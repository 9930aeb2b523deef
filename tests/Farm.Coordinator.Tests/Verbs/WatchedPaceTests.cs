using Farm.Coordinator.Ledger;
using Farm.Coordinator.Verbs;

namespace Farm.Coordinator.Tests.Verbs;

public sealed class WatchedPaceTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    private readonly CoinFarm farm = new();
    private readonly WatchedPace pace = new();

    public WatchedPaceTests() => farm.RunSweep("--trials", "128");

    public void Dispose() => farm.Dispose();

    [Fact]
    public void The_pace_is_what_was_done_between_looks()
    {
        Assert.Equal("64.0% · 512 of 800 trials", LineOf(Start, 200));
        Assert.Equal("64.0% · 512 of 800 trials · nothing new for 4.0 s", LineOf(Start.AddSeconds(4), 200));
        farm.RunSweep("--trials", "192", "--amend");
        Assert.Equal("96.0% · 768 of 800 trials · 32 trials/s · about 1.0 s left", LineOf(Start.AddSeconds(8), 200));
        Assert.Equal("complete", LineOf(Start.AddSeconds(12), 192));
    }

    /// <summary>As if the sweep asked for so many trials of each cell.</summary>
    private string LineOf(DateTimeOffset now, long trials)
    {
        using var ledger = SqliteLedgerReader.Open(farm.Ledger);
        var record = ledger.Sweeps()[0];
        var asked = record with { Sweep = record.Sweep with { Trials = trials } };
        return pace.Line(new StatusPage(new OpenedSweep(ledger, asked, new CoinStudy()), now), now);
    }
}
