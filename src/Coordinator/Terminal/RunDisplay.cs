using Farm.Coordinator.Actors;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Verbs;

namespace Farm.Coordinator.Terminal;

/// <summary>Shows how far a run is: live on a terminal, as plain lines elsewhere.</summary>
internal abstract class RunDisplay : IProgress<FarmProgress>, IDisposable
{
    /// <summary>Starts the display that fits the host.</summary>
    public static RunDisplay Start(FarmHost host, SweepPlan plan, RunSettings settings) =>
        host.ErrorScreen is { IsTerminal: true, HasCursor: true }
            ? new LiveRunDisplay(host, plan, settings)
            : new PlainRunDisplay(host, plan, settings);

    /// <summary>Takes the latest state. Called on the coordinator's turn: it only takes it.</summary>
    public abstract void Report(FarmProgress value);

    /// <summary>Ends the display and leaves the terminal as it was.</summary>
    public abstract void Dispose();
}
