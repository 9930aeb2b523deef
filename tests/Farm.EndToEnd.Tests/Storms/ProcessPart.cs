using System.Globalization;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>A process that is killed, asked to end, or frozen.</summary>
/// <param name="name">What the storm's log calls it.</param>
/// <param name="blows">What it is struck with.</param>
internal abstract class ProcessPart(string name, params IReadOnlyList<Blow> blows) : StormPart(name)
{
    private const double LongestPauseSeconds = 2;

    /// <summary>Longer than any engine waits for a silent peer: a broker does for up to twice the heartbeat of 4 s.</summary>
    private const double ShortestFreezeSeconds = 9;
    private const double LongestFreezeSeconds = 15;

    private ProcessState state = ProcessState.Down;
    private TimeSpan mendAt;
    private TimeSpan pause;

    public override bool IsUp => state == ProcessState.Up;

    public override void Start()
    {
        StartProcess();
        state = ProcessState.Up;
    }

    public override string Strike(Random random, TimeSpan now)
    {
        var blow = blows[random.Next(blows.Count)];
        pause = blow == Blow.Freeze
            ? Between(random, ShortestFreezeSeconds, LongestFreezeSeconds)
            : Between(random, 0, LongestPauseSeconds);
        mendAt = now + pause;
        switch (blow)
        {
            case Blow.Kill:
                KillProcess();
                state = ProcessState.Down;
                break;
            case Blow.Terminate:
                SignalProcess(SignalNumber.Terminate);
                state = ProcessState.Ending;
                break;
            default:
                SignalProcess(SignalNumber.Stop);
                state = ProcessState.Frozen;
                break;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{blow}, for {pause.TotalSeconds:0.0} s");
    }

    public override string? Mend(TimeSpan now)
    {
        switch (state)
        {
            case ProcessState.Up when HasExited && !IsComplete:
                throw new StormException($"{Name} ended by itself: {Wait()}");
            case ProcessState.Ending when HasExited:
                CheckTerminated(Wait());
                (state, mendAt) = (ProcessState.Down, now + pause);
                return "has ended";
            case ProcessState.Down when now >= mendAt:
                Start();
                return "is started";
            case ProcessState.Frozen when now >= mendAt:
                SignalProcess(SignalNumber.Continue);
                state = ProcessState.Up;
                return "goes on";
            default:
                return null;
        }
    }

    protected abstract bool HasExited { get; }

    protected abstract void StartProcess();

    protected abstract void KillProcess();

    protected abstract void SignalProcess(int signal);

    /// <summary>Waits for the end of a process that was told to end, and gives how it did.</summary>
    protected abstract Ended Wait();

    /// <summary>Checks how a process ended that was asked to.</summary>
    protected abstract void CheckTerminated(Ended ended);

    private enum ProcessState
    {
        Up,
        Ending,
        Frozen,
        Down,
    }
}

/// <summary>What a process is struck with.</summary>
internal enum Blow
{
    /// <summary>SIGKILL, and a start later.</summary>
    Kill,

    /// <summary>SIGTERM, and a start when it has ended.</summary>
    Terminate,

    /// <summary>SIGSTOP, and SIGCONT later.</summary>
    Freeze,
}
