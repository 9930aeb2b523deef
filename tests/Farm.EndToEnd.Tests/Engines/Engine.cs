using Farm.EndToEnd.Tests.Networks;
using Farm.EndToEnd.Tests.Storms;
using Farm.Transport;

namespace Farm.EndToEnd.Tests.Engines;

/// <summary>What carries the messages of one test's farm.</summary>
internal abstract class Engine : IDisposable
{
    /// <summary>What its programs are given as <c>--transport</c>.</summary>
    public abstract string Address { get; }

    /// <summary>Processes of its own, such as a broker: a storm strikes them too.</summary>
    public virtual IReadOnlyList<StormPart> Parts => [];

    /// <summary>Hosts of its own, where the farm has a network.</summary>
    public virtual IReadOnlyList<NetworkHost> Hosts => [];

    /// <summary>How a program of the farm is started.</summary>
    /// <param name="folder">Where it works.</param>
    /// <param name="program"><c>farm</c> or <c>farm-node</c>.</param>
    /// <param name="on">The host that it runs on; null for this one.</param>
    /// <param name="arguments">Its arguments, but for those of the engine.</param>
    public abstract Launch Launch(string folder, string program, NetworkHost? on, params IReadOnlyList<string> arguments);

    /// <summary>Connects this process, for tests that play a node.</summary>
    public abstract ITransport Connect();

    public abstract void Dispose();
}
