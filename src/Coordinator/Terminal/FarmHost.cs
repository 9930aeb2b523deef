using System.Text;
using Farm.Coordinator.Actors;
using Farm.Hosting.Broker;
using Farm.Studies;
using Farm.Studies.Data;
using Farm.Studies.Devices;
using Farm.Transport;
using Spectre.Console;

namespace Farm.Coordinator.Terminal;

/// <summary>What a verb may touch of the world around it: the studies it knows, its streams and its clock.</summary>
/// <remarks>Data goes to <see cref="Output"/>, messages to <see cref="Error"/>; tests hand in their own.</remarks>
public sealed class FarmHost
{
    private readonly Stream outputStream;
    private volatile Action<string>? display;

    /// <summary>A host that writes to the given streams.</summary>
    /// <param name="studies">The studies that can be run.</param>
    /// <param name="output">Receives data only, as UTF-8 with plain newlines.</param>
    /// <param name="error">Receives messages.</param>
    public FarmHost(StudyCatalog studies, Stream output, TextWriter error)
    {
        Studies = studies;
        outputStream = output;
        Output = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16)
        {
            NewLine = "\n",
        };
        Error = TextWriter.Synchronized(error);
    }

    /// <summary>The studies that can be run.</summary>
    public StudyCatalog Studies { get; }

    /// <summary>The data sets that studies can learn; the farm's own unless told otherwise.</summary>
    public DataLibrary Library { get; init; } = DataLibrary.Own;

    /// <summary>Data.</summary>
    public TextWriter Output { get; }

    /// <summary>Data as bytes, for writers of their own; what went to <see cref="Output"/> before comes first.</summary>
    public Stream OutputBytes
    {
        get
        {
            Output.Flush();
            return outputStream;
        }
    }

    /// <summary>Messages; safe to write to from several threads.</summary>
    public TextWriter Error { get; }

    /// <summary>What <see cref="Output"/> is; a pipe or file unless told otherwise.</summary>
    public Screen OutputScreen { get; init; } = Screen.None;

    /// <summary>What <see cref="Error"/> is; a pipe or file unless told otherwise.</summary>
    public Screen ErrorScreen { get; init; } = Screen.None;

    /// <summary>Clock of logs, durations and the ledger's times.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Raised by Ctrl-C and SIGTERM.</summary>
    public Interruption Interruption { get; init; } = new();

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Finds GPUs.</summary>
    public IDeviceFinder Devices { get; init; } = LocalFarm.Devices;

    /// <summary>Makes the transport to a broker; the action hears what happens to the link.</summary>
    public Func<BrokerSettings, Action<TransportEvent>, ITransport> Connect { get; init; } = BrokerFarm.Connect;

    /// <summary><see cref="Output"/> for tables with borders; colours only where they are welcome.</summary>
    public IAnsiConsole OutputConsole() => OutputScreen.Console(Output);

    /// <summary><see cref="Error"/> for live displays.</summary>
    public IAnsiConsole ErrorConsole() => ErrorScreen.Console(Error);

    /// <summary>Writes a message as a line of its own, above a live display where there is one.</summary>
    public void Say(string message)
    {
        if (display is { } write)
        {
            write($"farm: {message}");
        }
        else
        {
            Error.WriteLine($"farm: {message}");
        }
    }

    /// <summary>Hands all messages to a live display, which writes them above itself; null ends that.</summary>
    public void ShowMessagesBy(Action<string>? writeLine) => display = writeLine;

    /// <summary>Says why a verb does not do what it was asked, and gives its exit code.</summary>
    public ExitCode Refuse(ExitCode code, string message)
    {
        Say(message);
        return code;
    }

    /// <summary>Says why a verb does not do what it was asked, and gives its exit code.</summary>
    public ExitCode Refuse(Refusal refusal) => Refuse(refusal.Code, refusal.Message);
}
