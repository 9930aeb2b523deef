using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary>Shows what is wrong with a command line: every error, the library's suggestions, and where help is.</summary>
internal static class CommandLineErrors
{
    /// <summary>Writes the errors as messages; the library alone would return 1 and print help among the data.</summary>
    public static ExitCode Show(ParseResult parsed, FarmHost host)
    {
        if (parsed.Tokens.Count == 0)
        {
            // The verbs are the answer to a bare 'farm', but no data.
            parsed.InvocationConfiguration.Output = host.Error;
            new HelpAction().Invoke(parsed);
            return host.Refuse(ExitCode.BadInput, "which verb? They stand above; 'farm VERB --help' tells of one with examples.");
        }

        var messages = parsed.Errors.Select(e => e.Message).Distinct().ToArray();
        foreach (var message in messages.Where(m => messages.Length == 1 || !IsAboutNoVerb(parsed, m)))
        {
            host.Say($"{message}");
        }

        if (parsed.Action is ParseErrorAction { ShowTypoCorrections: true })
        {
            ShowSuggestions(parsed, host);
        }

        var verb = parsed.CommandResult.Command is VerbCommand command ? command.Name + " " : "";
        host.Error.WriteLine($"'farm {verb}--help' tells what is possible.");
        return ExitCode.BadInput;
    }

    /// <summary>With a misspelt verb the library also says that there is none.</summary>
    private static bool IsAboutNoVerb(ParseResult parsed, string message) =>
        parsed.UnmatchedTokens.Count > 0 && message.StartsWith("Required command", StringComparison.Ordinal);

    /// <summary>Only the library's "did you mean" lines: it prints them to its output, the errors to its error.</summary>
    private static void ShowSuggestions(ParseResult parsed, FarmHost host)
    {
        using var suggestions = new StringWriter();
        parsed.InvocationConfiguration.Output = suggestions;
        parsed.InvocationConfiguration.Error = TextWriter.Null;
        new ParseErrorAction { ShowHelp = false, ShowTypoCorrections = true }.Invoke(parsed);
        foreach (var line in suggestions.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            host.Error.WriteLine($"      {line}");
        }
    }
}
