using Farm.EndToEnd.Tests.Networks;
using Farm.Transport;
using Farm.Transport.Akka;

namespace Farm.EndToEnd.Tests.Engines.Akka;

/// <summary>A cluster without anything but the farm's own processes: one coordinator listens at its address.</summary>
/// <param name="address">The address.</param>
internal sealed class AkkaEngine(ClusterAddress address) : Engine
{
    public override string Address => address.ToString();

    public override Launch Launch(
        string folder, string program, NetworkHost? on, params IReadOnlyList<string> arguments) =>
        new(folder, [.. arguments, "--transport", Address]) { Program = program, Host = on };

    public override ITransport Connect() => new AkkaTransport(new AkkaOptions(address));

    public override void Dispose()
    {
    }
}
