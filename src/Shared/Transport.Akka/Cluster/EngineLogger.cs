using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Dispatch;
using Akka.Event;
using Farm.Transport.Wire;

namespace Farm.Transport.Akka.Cluster;

/// <summary>Hands an actor system's logger what to do with its log.</summary>
/// <param name="tell">Hears it.</param>
internal sealed class EngineLogSetup(Action<TransportEvent> tell) : Setup
{
    /// <summary>Hears what the engine logs.</summary>
    public Action<TransportEvent> Tell => tell;
}

/// <summary>
/// Akka's log as events of the farm, all for the patient: whatever a user should know of is told by an event of its own.
/// </summary>
internal sealed class EngineLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    public EngineLogger()
    {
        var tell = Context.System.Settings.Setup.Get<EngineLogSetup>().Value.Tell;
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(e => tell(new EngineLogged(e.LogLevel().ToString(), WireText.ToLine(e.LogSource), TextOf(e))));
    }

    private static string TextOf(LogEvent e) =>
        WireText.ToLine($"{e.Message}{(e.Cause is { } cause ? $": {cause.GetType().Name}: {cause.Message}" : "")}".ReplaceLineEndings(" "));
}

/// <summary>Takes what Akka says before it has a logger and after; nobody asked for it.</summary>
internal sealed class QuietLogger : MinimalLogger
{
    /// <inheritdoc/>
    protected override void Log(object message)
    {
        // The farm tells how its link begins and ends.
    }
}
