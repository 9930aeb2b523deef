using System.Text.RegularExpressions;
using Farm.Testing;
using YamlDotNet.RepresentationModel;

namespace Farm.EndToEnd.Tests.Deploy;

/// <summary>The command lines that <c>deploy/</c> holds, read from it, so that what it says is what is tested.</summary>
internal static partial class DeployFiles
{
    private const string Programs = "/opt/farm/";

    /// <summary>Path of a file below <c>deploy/</c>.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([RepositoryFolder.Path, "deploy", .. parts]);

    /// <summary>A unit's value for a key; its only one.</summary>
    public static string OfUnit(string unit, string key) => File.ReadAllLines(Path("systemd", unit))
        .Single(l => l.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];

    /// <summary>The program and the arguments that a unit starts.</summary>
    /// <param name="unit">The unit's file.</param>
    /// <param name="values">
    /// What stands for a part of the command: <c>${VARIABLE}</c> is one word, <c>$VARIABLE</c> any number of them.
    /// </param>
    public static (string Program, string[] Arguments) StartOfUnit(string unit, IReadOnlyDictionary<string, string> values)
    {
        var command = OfUnit(unit, "ExecStart");
        Assert.StartsWith(Programs, command, StringComparison.Ordinal);
        foreach (var (part, value) in values)
        {
            Assert.Contains(part, command, StringComparison.Ordinal);
            command = command.Replace(part, value, StringComparison.Ordinal);
        }

        Assert.DoesNotContain('$', command);
        var words = command[Programs.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (words[0], words[1..]);
    }

    /// <summary>A service of the compose file.</summary>
    public static YamlMappingNode Service(string name)
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Path("compose.yaml"));
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode["services"][name];
    }

    /// <summary>The arguments that a service gives to its image's program, with the defaults of their variables.</summary>
    public static string[] ArgumentsOf(string service) => [.. ((YamlSequenceNode)Service(service)["command"])
        .Select(a => Variable().Replace(((YamlScalarNode)a).Value!, m => m.Groups["default"].Value))];

    [GeneratedRegex(@"\$\{[A-Z_]+:-(?<default>[^}]*)\}")]
    private static partial Regex Variable();
}
