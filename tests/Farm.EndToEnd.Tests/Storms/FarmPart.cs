
namespace Farm.EndToEnd.Tests.Storms;

/// <summary>A coordinator or a node of a storm.</summary>
/// <param name="name">What the storm's log calls it.</param>
/// <param name="launch">How it is started, again and again.</param>
/// <param name="endsWhenComplete">Whether it ends by itself with exit code 0, as a coordinator does.</param>
internal sealed class FarmPart(string name, Launch launch, bool endsWhenComplete = false)
    : ProcessPart(name, Blow.Kill, Blow.Terminate, Blow.Freeze)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private FarmProcess? process;

    public override bool IsComplete => endsWhenComplete && IsUp && HasExited && Wait().ExitCode == (int)ExitCode.Good;

    /// <summary>Its present life.</summary>
    public FarmProcess Process => process!;

    /// <summary>What its last life said.</summary>
    public Ended Last => Wait();

    protected override bool HasExited => process!.HasExited;

    public override void Dispose() => process?.Dispose();

    protected override void StartProcess()
    {
        process?.Dispose();
        process = FarmProcess.Start(launch);
    }

    protected override void KillProcess()
    {
        process!.Kill();
        process.Wait(Patience);
    }

    protected override void SignalProcess(int signal) => process!.Signal(signal);

    protected override Ended Wait() => process!.Wait(Patience);

    protected override void CheckTerminated(Ended ended) => CheckTerminated(Name, ended);

    /// <summary>Checks how a program of the farm ended upon SIGTERM.</summary>
    public static void CheckTerminated(string name, Ended ended)
    {
        // A sweep that was complete just before the signal ends well.
        if (ended.ExitCode is not ((int)ExitCode.Terminated or (int)ExitCode.Good))
        {
            throw new StormException($"{name} did not end well upon SIGTERM: {ended}");
        }
    }
}
