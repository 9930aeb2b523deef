using Farm.Coordinator.Actors;
using Farm.Coordinator.Verbs;

namespace Farm.Coordinator.Terminal;

/// <summary>The nodes of a farm over a broker in words.</summary>
internal static class NodesText
{
    /// <summary>How many nodes with how many slots serve; what to do when none does.</summary>
    /// <param name="progress">The farm.</param>
    /// <param name="settings">The run; its broker is named.</param>
    public static string Line(FarmProgress progress, RunSettings settings)
    {
        var (nodes, slots) = Serving(progress);
        var others = progress.Nodes.Count - nodes;
        var turnedAway = others > 0 ? Invariant.Text($", {others} turned away") : "";
        return nodes == 0
            ? $"waiting for nodes on {settings.Broker!.Address}{turnedAway}: start farm-node --transport {settings.Broker.Address}"
            : Invariant.Text($"{Counted(nodes, "node")}, {Counted(slots, "slot")}{turnedAway}");
    }

    /// <summary>Nodes that serve, and their slots.</summary>
    public static (int Nodes, int Slots) Serving(FarmProgress progress)
    {
        var (nodes, slots) = (0, 0);
        foreach (var node in progress.Nodes)
        {
            if (!node.IsRefusing)
            {
                nodes++;
                slots += node.Hello.Slots;
            }
        }

        return (nodes, slots);
    }

    /// <summary>Where a run computes, for its first line.</summary>
    public static string Places(RunSettings settings)
    {
        var here = Counted(settings.Threads, settings.IsOnGpus ? "GPU slot" : "thread");
        return settings.Broker is not { } broker ? here
            : settings.Threads == 0 ? $"nodes of {broker.Address} only"
            : $"{here} here and the nodes of {broker.Address}";
    }

    private static string Counted(int number, string word) =>
        Invariant.Text($"{number} {word}{(number == 1 ? "" : "s")}");
}
