using Farm.EndToEnd.Tests.Networks;
using Farm.EndToEnd.Tests.Storms;
using Farm.Transport;
using Farm.Transport.RabbitMq;

namespace Farm.EndToEnd.Tests.Engines.RabbitMq;

/// <summary>A broker, with the user that every broker has.</summary>
/// <param name="broker">Its address, or that of a virtual host of it.</param>
/// <param name="struck">The broker itself, where it is a storm's own: it ends with this.</param>
/// <param name="host">The host that it runs on, where there is a network.</param>
internal sealed class RabbitMqEngine(BrokerAddress broker, BrokerPart? struck = null, NetworkHost? host = null) : Engine
{
    public override string Address => broker.ToString();

    public override IReadOnlyList<StormPart> Parts => struck is null ? [] : [struck];

    public override IReadOnlyList<NetworkHost> Hosts => host is null ? [] : [host];

    public override Launch Launch(
        string folder, string program, NetworkHost? on, params IReadOnlyList<string> arguments) =>
        new(folder, [.. arguments, "--transport", Address])
        {
            Program = program,
            Host = on,
            Environment = new Dictionary<string, string>
            {
                ["FARM_BROKER_USER"] = "guest",
                ["FARM_BROKER_PASSWORD"] = "guest",
            },
        };

    public override ITransport Connect() => new RabbitMqTransport(new RabbitMqOptions(broker));

    public override void Dispose() => struck?.Dispose();
}
