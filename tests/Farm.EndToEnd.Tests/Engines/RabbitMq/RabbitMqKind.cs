using Farm.EndToEnd.Tests.Networks;
using Farm.Testing.Broker;

namespace Farm.EndToEnd.Tests.Engines.RabbitMq;

/// <summary>RabbitMQ, by brokers that tests start and kill.</summary>
internal sealed class RabbitMqKind : EngineKind
{
    public static readonly RabbitMqKind One = new();

    public override string? Obstacle =>
        Environment.GetEnvironmentVariable(TestBroker.Variable) is null
            ? TestBroker.Absence
            : $"{TestBroker.Variable} names a broker that tests must not kill.";

    public override TimeSpan NoticesDeathWithin => TimeSpan.FromSeconds(2);

    public override TimeSpan NoticesSilenceWithin => TimeSpan.FromSeconds(15);

    public override string CutOffEvent => "BrokerLost";

    public override Engine Start(BadNetwork? network, NetworkHost? coordinator)
    {
        var host = network?.Add("broker");
        var broker = BrokerPart.Create(host);
        return new RabbitMqEngine(broker.Address, broker, host);
    }
}
