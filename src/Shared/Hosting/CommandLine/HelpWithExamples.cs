using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Farm.Hosting.CommandLine;

/// <summary>The library's help, then the command's examples.</summary>
/// <param name="inner">The library's help.</param>
/// <param name="program">The program's name.</param>
public sealed class HelpWithExamples(HelpAction inner, string program) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExampledCommand { Examples.Count: > 0 } command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine($"  {program} {example.Arguments}".TrimEnd());
                output.WriteLine($"      {example.Meaning}");
            }

            output.WriteLine();
        }

        return (int)ExitCode.Good;
    }

    /// <summary>An option <c>--help</c> that shows examples.</summary>
    /// <param name="program">The program's name.</param>
    public static Option OptionOf(string program)
    {
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, program);
        return help;
    }
}
