using System.Diagnostics;
using Farm.EndToEnd.Tests.Networks;

namespace Farm.EndToEnd.Tests;

/// <summary>What is started, where and with what.</summary>
/// <param name="Folder">The working directory.</param>
/// <param name="Arguments">The command line.</param>
internal sealed record Launch(string Folder, params IReadOnlyList<string> Arguments)
{
    /// <summary><c>farm</c> or <c>farm-node</c>.</summary>
    public string Program { get; init; } = "farm";

    /// <summary>The host of a network that it runs on; null for this one.</summary>
    public NetworkHost? Host { get; init; }

    /// <summary>Variables besides those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The whole command.</summary>
    public IReadOnlyList<string> Command
    {
        get
        {
            IReadOnlyList<string> own = ["dotnet", Path.Combine(AppContext.BaseDirectory, Program + ".dll"), .. Arguments];
            return Host?.Command(own) ?? own;
        }
    }

    /// <summary>The same for the system, which sends input and both outputs through this process.</summary>
    public ProcessStartInfo ToStartInfo()
    {
        var start = new ProcessStartInfo(Command[0], Command.Skip(1))
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
