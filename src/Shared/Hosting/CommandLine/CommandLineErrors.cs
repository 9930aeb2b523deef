using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace Farm.Hosting.CommandLine;

/// <summary>Shows what is wrong with a command line: every error, the library's suggestions, and where help is.</summary>
public static partial class CommandLineErrors
{
    /// <summary>Writes the errors as messages; the library alone would return 1 and print help among the data.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="say">Takes a message.</param>
    /// <param name="error">Takes lines that belong to the message before.</param>
    public static ExitCode Show(ParseResult parsed, string program, Action<string> say, TextWriter error)
    {
        var messages = parsed.Errors.Select(e => e.Message).Distinct().ToArray();
        foreach (var message in messages.Where(m => messages.Length == 1 || !IsAboutNoVerb(parsed, m)))
        {
            // What is not understood is repeated, but for credentials that somebody put into an address.
            say(Credentials().Replace(message, "://…@"));
        }

        if (parsed.Action is ParseErrorAction { ShowTypoCorrections: true })
        {
            ShowSuggestions(parsed, error);
        }

        var verb = parsed.CommandResult.Command != parsed.RootCommandResult.Command
            ? parsed.CommandResult.Command.Name + " "
            : "";
        error.WriteLine($"'{program} {verb}--help' tells what is possible.");
        return ExitCode.BadInput;
    }

    /// <summary>With a misspelt verb the library also says that there is none.</summary>
    private static bool IsAboutNoVerb(ParseResult parsed, string message) =>
        parsed.UnmatchedTokens.Count > 0 && message.StartsWith("Required command", StringComparison.Ordinal);

    /// <summary>Only the library's "did you mean" lines: it prints them to its output, the errors to its error.</summary>
    private static void ShowSuggestions(ParseResult parsed, TextWriter error)
    {
        using var suggestions = new StringWriter();
        parsed.InvocationConfiguration.Output = suggestions;
        parsed.InvocationConfiguration.Error = TextWriter.Null;
        new ParseErrorAction { ShowHelp = false, ShowTypoCorrections = true }.Invoke(parsed);
        foreach (var line in suggestions.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            error.WriteLine($"      {line}");
        }
    }

    [GeneratedRegex(@"://[^/\s]*@")]
    private static partial Regex Credentials();
}
