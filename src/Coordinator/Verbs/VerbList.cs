using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary>The verbs, in the order in which <c>farm --help</c> lists them.</summary>
internal static class VerbList
{
    /// <summary>Every verb's name, and how its command line is built.</summary>
    public static IReadOnlyList<(string Name, Func<FarmHost, VerbCommand> Create)> All { get; } =
    [
        ("run", RunVerb.Create),
        ("plan", PlanVerb.Create),
        ("studies", StudiesVerb.Create),
        ("data", DataVerb.Create),
        ("sweeps", SweepsVerb.Create),
        ("nodes", NodesVerb.Create),
        ("status", StatusVerb.Create),
        ("results", ResultsVerb.Create),
        ("trials", TrialsVerb.Create),
        ("curves", CurvesVerb.Create),
        ("compare", CompareVerb.Create),
        ("rerun", RerunVerb.Create),
        ("audit", AuditVerb.Create),
        ("report", ReportVerb.Create),
        ("logs", LogsVerb.Create),
        ("devices", DevicesVerb.Create),
        ("bench", BenchVerb.Create),
    ];
}
