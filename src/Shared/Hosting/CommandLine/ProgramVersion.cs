using System.CommandLine;
using System.CommandLine.Invocation;
using Farm.Domain;

namespace Farm.Hosting.CommandLine;

/// <summary>The option <c>--version</c> of a program.</summary>
public sealed class ProgramVersion : Option<bool>
{
    /// <summary>The option.</summary>
    /// <param name="program">The program's name.</param>
    public ProgramVersion(string program)
        : base("--version")
    {
        Description = "Show the version.";
        Action = new Show(program);
    }

    private sealed class Show(string program) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"{program} {FarmRelease.Text}");
            return (int)ExitCode.Good;
        }
    }
}
