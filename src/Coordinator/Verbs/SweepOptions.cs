using System.CommandLine;
using Farm.Coordinator.Sweeps;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary>The sweep file and the options that change its content, as <c>run</c> and <c>plan</c> take them.</summary>
internal sealed class SweepOptions
{
    private readonly Argument<string> file = new("SWEEP.yaml") { Description = "The sweep's file." };

    private readonly Option<string?> trials = new("--trials")
    {
        Description = "Trials of each cell, instead of the file's.",
        HelpName = "N",
    };

    private readonly Option<string?> seed = new("--seed")
    {
        Description = "Seed of every random stream, instead of the file's.",
        HelpName = "N",
    };

    private readonly Option<string[]> set = new("--set")
    {
        Description = "Values of an axis, instead of the file's; may be given several times.",
        HelpName = "axis=v,v",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(VerbCommand verb)
    {
        verb.Add(file);
        verb.Add(trials);
        verb.Add(seed);
        verb.Add(set);
    }

    /// <summary>Reads the sweep that a command line means.</summary>
    public SweepReading Read(ParseResult parsed, FarmHost host) => SweepReader.ReadFile(
        parsed.GetValue(file)!,
        new SweepOverrides(parsed.GetValue(trials), parsed.GetValue(seed), parsed.GetValue(set) ?? []),
        host.Studies);

    /// <summary>The file as the command line names it.</summary>
    public string FileOf(ParseResult parsed) => parsed.GetValue(file)!;

    /// <summary>The options that change the sweep, as words of a shell with a blank before each; they belong to its file.</summary>
    public string OverridesOf(ParseResult parsed)
    {
        IEnumerable<(string Name, string? Value)> given =
        [
            (trials.Name, parsed.GetValue(trials)),
            (seed.Name, parsed.GetValue(seed)),
            .. (parsed.GetValue(set) ?? []).Select(v => (set.Name, (string?)v)),
        ];
        return string.Concat(given.Where(g => g.Value is not null).Select(g => $" {g.Name} {ShellText.Quoted(g.Value!)}"));
    }

    /// <summary>Shows every error of a sweep.</summary>
    public static ExitCode Refuse(FarmHost host, SweepReading reading)
    {
        foreach (var error in reading.Errors)
        {
            host.Error.WriteLine(error.ToString());
        }

        var count = reading.Errors.Count;
        return host.Refuse(ExitCode.BadInput, Invariant.Text($"{count} {(count == 1 ? "error" : "errors")}; nothing was started."));
    }
}
