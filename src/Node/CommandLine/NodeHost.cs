using Farm.Hosting;
using Farm.Hosting.Broker;
using Farm.Node.Optional;
using Farm.Studies;
using Farm.Studies.Devices;
using Farm.Transport;

namespace Farm.Node.CommandLine;

/// <summary>What <c>farm-node</c> may touch of the world around it; tests hand in their own.</summary>
/// <param name="studies">The studies that it can compute.</param>
/// <param name="output">Receives help and version.</param>
/// <param name="error">Receives messages.</param>
public sealed class NodeHost(StudyCatalog studies, TextWriter output, TextWriter error)
{
    /// <summary>The studies that it can compute.</summary>
    public StudyCatalog Studies => studies;

    /// <summary>Help and version.</summary>
    public TextWriter Output => output;

    /// <summary>Messages; safe to write to from several threads.</summary>
    public TextWriter Error { get; } = TextWriter.Synchronized(error);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Raised by Ctrl-C and SIGTERM.</summary>
    public Interruption Interruption { get; init; } = new();

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Finds GPUs.</summary>
    public IDeviceFinder Devices { get; init; } = GpuDevices.Finder;

    /// <summary>Makes the transport to a broker; the action hears what happens to the link.</summary>
    public required Func<BrokerSettings, Action<TransportEvent>, ITransport> Connect { get; init; }

    /// <summary>Writes a message as a line of its own.</summary>
    public void Say(string message) => Error.WriteLine($"farm-node: {message}");

    /// <summary>Says why it does not do what it was asked, and gives the exit code.</summary>
    public ExitCode Refuse(ExitCode code, string message)
    {
        Say(message);
        return code;
    }
}
