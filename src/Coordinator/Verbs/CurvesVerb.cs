using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm curves</c>: time series of long trials.</summary>
internal static class CurvesVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var verb = new VerbCommand(
            "curves",
            "Print the time series of long trials (not in this version).",
            new Example("curves --cell 3f2a --format csv", "one row a point in time"));
        verb.Add(CommonOptions.Ledger());
        verb.Add(CommonOptions.Sweep());
        verb.Add(CommonOptions.Cell());
        verb.Add(CommonOptions.Format("csv"));
        return verb.Does(_ => host.Refuse(ExitCode.BadInput, LaterVersion.Curves));
    }
}
