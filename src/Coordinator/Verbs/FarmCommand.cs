using System.CommandLine;
using System.CommandLine.Help;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Logging;
using Farm.Coordinator.Terminal;
using Farm.Studies;

namespace Farm.Coordinator.Verbs;

/// <summary>The program <c>farm</c>: reads a command line, does what it says, gives an exit code.</summary>
public static class FarmCommand
{
    private const string Program = "farm";
    private const int BrokenPipe = 32; // EPIPE, as the framework carries it in HResult

    /// <summary>Runs one command line in this process.</summary>
    /// <param name="args">What follows the program's name.</param>
    /// <param name="host">Studies, streams and signals.</param>
    /// <returns>The process's exit code; no exception leaves this method.</returns>
    public static ExitCode Invoke(IReadOnlyList<string> args, FarmHost host)
    {
        ParseResult? parsed = null;
        try
        {
            parsed = Root(host, args).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            var code = Invoke(parsed, host);
            host.Output.Flush();
            return code;
        }
        catch (LedgerException e)
        {
            return host.Refuse(ExitCodes.Of(e.Fault), e.Message);
        }
        catch (MissingDataException e)
        {
            // Verbs that compute stored trials again: what cannot be computed here is no disagreement.
            return host.Refuse(ExitCode.BadInput, e.Message);
        }
        catch (OperationCanceledException) when (host.Interruption.Cause is { } cause)
        {
            return cause;
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            // Whoever read our output has read enough.
            return ExitCode.Good;
        }
        catch (IOException e)
        {
            // Files that verbs write are told by the verbs: this is standard output, on a full disk or the like.
            return host.Refuse(ExitCode.Storage, $"input or output failed: {e.Message}");
        }
#pragma warning disable CA1031 // The last line of defence: whatever it is, the user gets one line and the log the rest.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return CrashReport.Write(host, e, parsed is null ? null : CommonOptions.LedgerOf(parsed));
        }
    }

    private static ExitCode Invoke(ParseResult parsed, FarmHost host)
    {
        parsed.InvocationConfiguration.Output = host.Output;
        parsed.InvocationConfiguration.Error = host.Error;
        parsed.InvocationConfiguration.EnableDefaultExceptionHandler = false;

        // The library would kill handlers two seconds after Ctrl-C; signals are the host's business.
        parsed.InvocationConfiguration.ProcessTerminationTimeout = null;
        return parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true }
            ? Refuse(parsed, host)
            : (ExitCode)parsed.Invoke();
    }

    private static ExitCode Refuse(ParseResult parsed, FarmHost host)
    {
        if (parsed.Tokens.Count > 0)
        {
            return CommandLineErrors.Show(parsed, Program, host.Say, host.Error);
        }

        // The verbs are the answer to a bare 'farm', but no data.
        parsed.InvocationConfiguration.Output = host.Error;
        new HelpAction().Invoke(parsed);
        return host.Refuse(ExitCode.BadInput, "which verb? They stand above; 'farm VERB --help' tells of one with examples.");
    }

    private static Command Root(FarmHost host, IReadOnlyList<string> args)
    {
        var root = new Command(Program, "Runs sweeps of small trainings, keeps every accepted result in a ledger, and reports on it.");
        root.Add(HelpWithExamples.OptionOf(Program));
        root.Add(new ProgramVersion(Program));

        // One verb's options are read at a time: the others are not even built.
        var asked = VerbList.All.Where(v => args.Count > 0 && v.Name == args[0]);
        foreach (var verb in asked.Any() ? asked : VerbList.All)
        {
            root.Add(verb.Create(host));
        }

        return root;
    }
}
