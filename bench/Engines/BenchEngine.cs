using Farm.EndToEnd.Tests;
using Farm.EndToEnd.Tests.Engines;
using Farm.EndToEnd.Tests.Networks;
using Farm.EndToEnd.Tests.Storms;

namespace Farm.Bench.Engines;

/// <summary>One engine's figures.</summary>
internal sealed class BenchEngine
{
    private readonly EngineKind kind;
    private readonly SmallShards quick;
    private readonly SmallShards whole;
    private readonly Samples death;
    private readonly Samples silence;

    /// <summary>No figures yet.</summary>
    /// <param name="name">What it is called in them.</param>
    /// <param name="kind">How it is started.</param>
    /// <param name="shards">Shards of each sweep.</param>
    public BenchEngine(string name, EngineKind kind, long shards)
    {
        this.kind = kind;
        quick = Of("trials of one epoch", "max_epochs: 1");
        whole = Of("whole trials", "init: normal");
        death = new Samples($"{name}: a killed process's shards are computed elsewhere after", "s");
        silence = new Samples($"{name}: a dead host's shards are computed elsewhere after", "s");

        SmallShards Of(string trials, string fixedValues) => new($"{name}, {trials}", fixedValues, shards)
        {
            OtherCost = new Samples($"{name}, {trials}, what else this host did", "us"),
        };
    }

    /// <summary>Why it cannot be measured here; null when it can.</summary>
    public string? Obstacle => kind.Obstacle ?? BadNetwork.Obstacle();

    /// <summary>All figures.</summary>
    public IEnumerable<Samples> Samples =>
    [
        .. new[] { quick, whole }.SelectMany(s => new[] { s.Rate, s.CoordinatorCost, s.NodeCost, s.OtherCost, s.Wire }),
        death, silence,
    ];

    /// <summary>Shards a second of whole trials.</summary>
    public Samples Rate => whole.Rate;

    /// <summary>Measures each once.</summary>
    public async Task MeasureAsync(string folder)
    {
        foreach (var sweep in new[] { quick, whole })
        {
            using var engine = kind.Start(null, null);
            await using var transport = engine.Connect();
            await sweep.RunAsync(transport, engine.Address, folder).ConfigureAwait(false);
        }

        death.Add((await KillAsync().ConfigureAwait(false)).DoneAfter.TotalSeconds);
        silence.Add((await CutOffAsync().ConfigureAwait(false)).DoneAfter.TotalSeconds);
    }

    private async Task<LostShards> KillAsync()
    {
        using var place = new Workplace();
        using var farm = StormFarm.Here(kind, place, Loss.WriteSweep(place), 2);
        farm.StartAll();
        var (loss, process) = (new Loss(place), farm.Nodes[0].Process);
        await loss.AtWorkAsync().ConfigureAwait(false);
        return await loss.OfDeathAsync(() => process.Signal(SignalNumber.Stop), process.Kill).ConfigureAwait(false);
    }

    private async Task<LostShards> CutOffAsync()
    {
        using var place = new Workplace();
        using var network = BadNetwork.Create(StormOptions.Seed);
        using var farm = StormFarm.On(network, kind, place, Loss.WriteSweep(place), 2);
        farm.StartAll();
        var loss = new Loss(place);
        await loss.AtWorkAsync().ConfigureAwait(false);
        return await loss.OfSilenceAsync(farm.Links[0].Cut).ConfigureAwait(false);
    }
}
