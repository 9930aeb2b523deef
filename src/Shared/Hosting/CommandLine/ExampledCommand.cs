using System.CommandLine;

namespace Farm.Hosting.CommandLine;

/// <summary>A command that shows in its help how it is used.</summary>
internal class ExampledCommand : Command
{
    /// <summary>A command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="examples">Two or three command lines, without the program's name.</param>
    public ExampledCommand(string name, string description, params IReadOnlyList<Example> examples)
        : base(name, description) => Examples = examples;

    /// <summary>Command lines to learn from.</summary>
    public IReadOnlyList<Example> Examples { get; }
}

/// <summary>A command line to learn from.</summary>
/// <param name="Arguments">What follows the program's name.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record Example(string Arguments, string Meaning);
