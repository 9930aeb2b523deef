using Farm.Hosting.Broker;
using Farm.Studies.Devices;

namespace Farm.Node.CommandLine;

/// <summary>What the command line of <c>farm-node</c> says.</summary>
/// <param name="Broker">The broker.</param>
/// <param name="Slots">Worker threads.</param>
/// <param name="Name">The node's name, or null for one of its own.</param>
/// <param name="Log">The file for JSON lines, or null for none.</param>
/// <param name="Devices">The slots' devices; none for worker threads.</param>
internal sealed record NodeSettings(
    BrokerSettings Broker, int Slots, string? Name, string? Log, IReadOnlyList<IStudyDevice> Devices);
