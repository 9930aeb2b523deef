using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary>The verbs, in the order in which <c>farm --help</c> lists them.</summary>
internal static class VerbList
{
    /// <summary>Every verb's name, and how its command line is built.</summary>
    public static IReadOnlyList<(string Name, Func<FarmHost, VerbCommand> Create)> All { get; } =
    [
        ("studies", StudiesVerb.Create),
        ("nodes", NodesVerb.Create),
        ("curves", CurvesVerb.Create),
        ("logs", LogsVerb.Create),
        ("devices", DevicesVerb.Create),
    ];
}
