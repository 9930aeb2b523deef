using Farm.EndToEnd.Tests.Engines;
using Farm.EndToEnd.Tests.Engines.RabbitMq;
#if FARM_FULL
using Farm.EndToEnd.Tests.Engines.Akka;
#endif

namespace Farm.Bench.Engines;

/// <summary>The engines between hosts, side by side.</summary>
internal static class EngineComparison
{
    /// <summary>All engines of this build, by the names that their addresses begin with.</summary>
    public static IReadOnlyDictionary<string, (string Name, EngineKind Kind)> All { get; } =
        new Dictionary<string, (string, EngineKind)>
        {
            ["amqp"] = ("RabbitMQ", RabbitMqKind.One),
#if FARM_FULL
            ["akka"] = ("Akka.Cluster", AkkaKind.One),
#endif
        };

    /// <summary>Why engines cannot be measured: one that this build lacks; null when all are there.</summary>
    public static string? WhyNot(IEnumerable<string> names) =>
        names.FirstOrDefault(n => !All.ContainsKey(n)) is { } missing
            ? $"This build has no engine {missing}, only {string.Join(", ", All.Keys)}; the full build has all: dotnet run -p:FarmFull=true …"
            : null;

    /// <summary>Measures engines in turn.</summary>
    /// <param name="names">Which: see <see cref="All"/>.</param>
    /// <param name="shards">Shards of each sweep.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="folder">Where ledgers go.</param>
    public static Sheet Measure(IReadOnlyList<string> names, long shards, int rounds, string folder)
    {
        var engines = names.Select(n => new BenchEngine(All[n].Name, All[n].Kind, shards)).ToArray();
        if (engines.Select(e => e.Obstacle).FirstOrDefault(o => o is not null) is { } obstacle)
        {
            throw new InvalidOperationException(obstacle);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var engine in engines)
            {
                engine.MeasureAsync(folder).GetAwaiter().GetResult();
            }
        }

        var sheet = new Sheet(
            "engines",
            $"What do the engines between hosts cost beside each other, and how soon do they notice a loss? Shards of one block of {SmallShards.BlockSize} xor trials, {shards} a sweep, from a coordinator with a ledger on disk to one node process of two slots, all on this host's cores (5,000 a second are asked for). Losses: of two node processes of one slot, one is killed on a host that lives on (2 s are asked for), or its host's link is cut without a word (Akka.Cluster: 7 s); the time is until the last shard that it held is computed and on disk.",
            $"dotnet run -c Release -p:FarmFull=true --project bench -- engines --engine {string.Join(',', names)} --shards {shards} --rounds {rounds}");
        foreach (var engine in engines)
        {
            sheet.Add(engine.Samples);
        }

        if (engines is [var one, var other])
        {
            sheet.Add(Samples.Ratio($"shards a second of whole trials, {All[names[1]].Name} / {All[names[0]].Name}", other.Rate, one.Rate));
        }

        sheet.Note(
            "The coordinator's processor time is that of its whole process, ledger and log included, the node's likewise; what else the host did is its broker, where there is one, and the system. The wire is the loopback device: over a broker an order and its report cross it twice. A killed process is frozen for a second before, so that it is known what it holds.");
        return sheet;
    }
}
