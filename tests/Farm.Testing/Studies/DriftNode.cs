using Farm.Node;
using Farm.Numerics;
using Farm.Studies;
using Farm.Transport.RabbitMq;

namespace Farm.Testing.Studies;

/// <summary>A node of one slot that knows <see cref="DriftStudy"/>, in a process of its own.</summary>
public static class DriftNode
{
    /// <summary>Joins the farm at a broker, says so, and serves until it is told to leave or is killed.</summary>
    public static async Task RunAsync(string broker)
    {
        var catalog = new StudyCatalog(new DriftStudy());
        await using var transport = new RabbitMqTransport(new RabbitMqOptions(BrokerAddress.Parse(broker)));
        await using var node = await NodeActor.StartAsync(
            transport,
            NodeActor.HelloOf(1, catalog, LaneWidths.Widest),
            new NodeOptions(),
            catalog,
            LaneWidths.Widest,
            TimeProvider.System).ConfigureAwait(false);
        Console.WriteLine("here");
        await node.Left.ConfigureAwait(false);
    }
}
