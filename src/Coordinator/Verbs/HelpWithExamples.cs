using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Farm.Coordinator.Verbs;

/// <summary>The library's help, then the verb's examples.</summary>
internal sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is VerbCommand { Examples.Count: > 0 } verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples)
            {
                output.WriteLine($"  farm {example.Arguments}");
                output.WriteLine($"      {example.Meaning}");
            }

            output.WriteLine();
        }

        return (int)ExitCode.Good;
    }
}
