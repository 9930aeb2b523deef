using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary>Options and arguments that several verbs share.</summary>
internal static class CommonOptions
{
    private const string LedgerName = "--ledger";
    private const long MostThreads = 1024;

    /// <summary><c>--ledger FILE</c>.</summary>
    public static Option<string> Ledger()
    {
        var option = new Option<string>(LedgerName)
        {
            Description = "The ledger's file.",
            HelpName = "FILE",
            DefaultValueFactory = _ => ShellText.DefaultLedger,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && string.IsNullOrWhiteSpace(token.Value))
            {
                result.AddError($"{LedgerName}: the file's name is empty.");
            }
        });
        return option;
    }

    /// <summary><c>--sweep NAME</c>.</summary>
    public static Option<string?> Sweep() => new("--sweep")
    {
        Description = "Which sweep, where several share the ledger.",
        HelpName = "NAME",
    };

    /// <summary><c>--cell KEY</c>.</summary>
    public static Option<string> Cell() => new("--cell")
    {
        Description = "The cell: the first digits of its name, or a selection such as init=live,init_std=0.5.",
        HelpName = "KEY",
        Required = true,
    };

    /// <summary><c>--format</c>, one of a few words; the first is the default.</summary>
    public static Option<string> Format(params string[] words)
    {
        var option = new Option<string>("--format")
        {
            Description = "How to print.",
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => words[0],
        };
        option.Validators.Add(result => MustBeOneOf(result, words));
        return option;
    }

    /// <summary><c>--threads N</c>: more threads than any host has cores would only exhaust its memory.</summary>
    public static Option<long?> Threads(string what) => Whole("--threads", what + " [default: this host's cores]", most: MostThreads);

    /// <summary>A whole number in a range.</summary>
    public static Option<long?> Whole(string name, string description, long least = 1, long most = long.MaxValue) =>
        WholeNumber.Option(name, description, least, most);

    /// <summary>A share above 0, at most 1; 0 as well where it means none.</summary>
    public static Option<double?> Share(string name, string description, bool allowsZero = false) => new(name)
    {
        Description = description,
        HelpName = "F",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
                && share is >= 0 and <= 1 && (share > 0 || allowsZero))
            {
                return share;
            }

            result.AddError($"{name}: '{text}' is not a number {(allowsZero ? "from 0 to 1" : "above 0, at most 1")}.");
            return null;
        },
    };

    /// <summary>The ledger that a command line names, or null for a verb without one.</summary>
    public static string? LedgerOf(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == LedgerName) is Option<string> ledger
            ? parsed.GetValue(ledger)
            : null;

    private static void MustBeOneOf(OptionResult result, string[] words)
    {
        foreach (var token in result.Tokens)
        {
            if (!words.Contains(token.Value))
            {
                result.AddError($"{result.Option.Name}: '{token.Value}' is none of {string.Join(", ", words)}.");
            }
        }
    }
}
