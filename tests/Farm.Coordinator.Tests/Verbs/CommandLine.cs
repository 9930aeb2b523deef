using System.Text;
using Farm.Coordinator.Terminal;
using Farm.Coordinator.Verbs;
using Farm.Node.Optional;
using Farm.Studies;
using Farm.Studies.Devices;

namespace Farm.Coordinator.Tests.Verbs;

/// <summary>Runs command lines in this process and captures what they write; without GPUs unless it is told of some.</summary>
internal sealed class CommandLine(StudyCatalog studies, IDeviceFinder? devices = null)
{
    public static CommandLine WithoutStudies { get; } = new(new StudyCatalog());

    /// <summary>A host that nobody listens to.</summary>
    public FarmHost Host() => new(studies, Stream.Null, TextWriter.Null);

    public Answer Run(params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var code = FarmCommand.Invoke(args, new FarmHost(studies, output, error) { Devices = devices ?? new NoDevices() });
        return new Answer(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}

/// <summary>What a command line gave.</summary>
internal sealed record Answer(ExitCode Code, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
