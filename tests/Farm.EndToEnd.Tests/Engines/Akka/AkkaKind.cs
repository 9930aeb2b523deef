using Farm.EndToEnd.Tests.Networks;
using Farm.Testing;
using Farm.Transport;

namespace Farm.EndToEnd.Tests.Engines.Akka;

/// <summary>Akka.Cluster.</summary>
internal sealed class AkkaKind : EngineKind
{
    public static readonly AkkaKind One = new();

    public override string? Obstacle => null;

    public override TimeSpan NoticesDeathWithin => TimeSpan.FromSeconds(2);

    public override TimeSpan NoticesSilenceWithin => TimeSpan.FromSeconds(7);

    /// <summary>A coordinator that listens has no other link to lose than those to its nodes.</summary>
    public override string CutOffEvent => "NodeLost";

    public override Engine Start(BadNetwork? network, NetworkHost? coordinator) => Start(coordinator?.Address ?? "127.0.0.1");

    /// <summary>A cluster on this host.</summary>
    public static AkkaEngine Start(string host = "127.0.0.1") =>
        new(new ClusterAddress(false, host, FreePorts.Take(1)[0]));
}
