using System.CommandLine;
using Farm.Hosting;
using Farm.Hosting.Broker;
using Farm.Hosting.CommandLine;
using Farm.Node.Optional;
using Farm.Studies.Devices;

namespace Farm.Node.CommandLine;

/// <summary>The program <c>farm-node</c>: reads a command line, computes what coordinators order, gives an exit code.</summary>
public static class NodeCommand
{
    private const string Program = "farm-node";
    private const int MostSlots = 1024;
    private const int MostNameCharacters = 100;

    private const string Description =
        """
        Computes shards of sweeps for the coordinators of a broker ('farm run SWEEP --transport …'), until it is stopped.
        SIGTERM and Ctrl-C drain it: it finishes or hands back what it has and exits with 0; once more stops it at once.
        It exits with 6 when its results were wrong, with 7 when the broker or every coordinator refuses it.
        """;

    /// <summary>Runs one command line in this process.</summary>
    /// <param name="args">What follows the program's name.</param>
    /// <param name="host">Studies, streams, signals and the transport.</param>
    /// <returns>The process's exit code; no exception leaves this method.</returns>
    public static ExitCode Invoke(IReadOnlyList<string> args, NodeHost host)
    {
        try
        {
            var parsed = Create(host).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            parsed.InvocationConfiguration.Output = host.Output;
            parsed.InvocationConfiguration.Error = host.Error;
            parsed.InvocationConfiguration.EnableDefaultExceptionHandler = false;
            parsed.InvocationConfiguration.ProcessTerminationTimeout = null;
            var code = parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true }
                ? CommandLineErrors.Show(parsed, Program, host.Say, host.Error)
                : (ExitCode)parsed.Invoke();
            host.Output.Flush();
            return code;
        }
#pragma warning disable CA1031 // The last line of defence: whatever it is, the user gets one line and where it was.
        catch (Exception e)
#pragma warning restore CA1031
        {
            host.Refuse(ExitCode.Internal, $"internal error: {e.Message}");
            host.Error.WriteLine(e);
            return ExitCode.Internal;
        }
    }

    private static ExampledCommand Create(NodeHost host)
    {
        var broker = new BrokerOptions(
            "The broker that the node's coordinators use.", isRequired: true, hasCluster: AkkaEngine.IsThere);
        var slots = WholeNumber.Option("--slots", "Shards that are computed at a time. [default: this host's cores, or 1 for each GPU]", most: MostSlots);
        var device = DeviceOption.Create();
        var name = new Option<string?>("--name")
        {
            Description = "The node's name, which no other may have at the time. [default: host, process and random digits]",
            HelpName = "NAME",
        };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsName(token.Value))
            {
                result.AddError($"--name: '{token.Value}' is no name: letters, digits, '.', '_' and '-', at most {MostNameCharacters}.");
            }
        });
        var log = new Option<string?>("--log")
        {
            Description = "Write the log there as JSON lines, one for each shard among them.",
            HelpName = "FILE",
        };

        var command = new ExampledCommand(
            Program,
            Description,
            new Example("--transport amqp://broker", "take orders on all cores of this host"),
            new Example("--transport amqps://broker --credentials node.credentials --ca ca.pem", "over TLS, as the user of a file"),
            new Example("--transport amqp://broker --slots 8 --name rack1-03 --log node.jsonl", "8 threads, a name of its own, and a log"),
            new Example("--transport amqp://broker --device gpu", "take a GPU's orders, a slot for each GPU of this host (full build)"))
        {
            HelpWithExamples.OptionOf(Program),
            new ProgramVersion(Program),
        };
        broker.AddTo(command);
        command.Add(slots);
        command.Add(device);
        command.Add(name);
        command.Add(log);
        command.SetAction(parsed => (int)Run(parsed));
        return command;

        ExitCode Run(ParseResult parsed)
        {
            var word = parsed.GetValue(device)!;
            var refusal = DeviceOption.Refusal(word);
            var choice = refusal is null && DeviceOption.IsGpu(word) ? host.Devices.Choose(word) : new DeviceChoice([], refusal);
            if (choice.Refusal is { } missing)
            {
                return host.Refuse(ExitCode.BadInput, missing);
            }

            var reading = broker.Read(parsed, host.Variable);
            return reading.Settings is { } settings
                ? new NodeLife(host, new NodeSettings(
                    settings,
                    (int)(parsed.GetValue(slots) ?? Environment.ProcessorCount),
                    parsed.GetValue(name),
                    parsed.GetValue(log),
                    choice.Slots((int)(parsed.GetValue(slots) ?? 1)))).Run()
                : host.Refuse(ExitCode.BadInput, reading.Refusal!);
        }
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= MostNameCharacters && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
