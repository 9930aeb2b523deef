using System.CommandLine;

namespace Farm.Coordinator.Verbs;

/// <summary>A verb: a command with examples that returns one of the farm's exit codes.</summary>
internal sealed class VerbCommand : ExampledCommand
{
    /// <summary>A verb.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">What it does; its first line stands in the list of verbs.</param>
    /// <param name="examples">Two or three command lines, without the program's name.</param>
    public VerbCommand(string name, string description, params IReadOnlyList<Example> examples)
        : base(name, description, examples)
    {
    }

    /// <summary>Sets what the verb does.</summary>
    public VerbCommand Does(Func<ParseResult, ExitCode> action)
    {
        SetAction(parsed => (int)action(parsed));
        return this;
    }
}
