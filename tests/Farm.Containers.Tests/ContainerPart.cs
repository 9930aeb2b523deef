using Docker.DotNet.Models;
using DotNet.Testcontainers.Containers;
using Farm.EndToEnd.Tests;
using Farm.EndToEnd.Tests.Storms;

namespace Farm.Containers.Tests;

/// <summary>A container of a storm: killed, asked to end, or paused.</summary>
/// <param name="name">What the storm's log calls it.</param>
/// <param name="container">The container, not yet started.</param>
/// <param name="endsWhenComplete">Whether it ends by itself with exit code 0, as a coordinator does.</param>
/// <param name="blows">What it is struck with.</param>
internal sealed class ContainerPart(
    string name, IContainer container, bool endsWhenComplete, params IReadOnlyList<Blow> blows)
    : ProcessPart(name, blows)
{
    private bool wasStarted;

    /// <summary>The engine's name of it.</summary>
    public string Id => container.Id;

    public override bool IsComplete => endsWhenComplete && IsUp && HasExited && Wait().ExitCode == (int)ExitCode.Good;

    /// <summary>What its last life, and those before it, said.</summary>
    public string Said
    {
        get
        {
            var (output, error) = container.GetLogsAsync(timestampsEnabled: false).GetAwaiter().GetResult();
            return output + error;
        }
    }

    protected override bool HasExited => !Inspect().IsRunning;

    /// <summary>Pauses it: all its processes stand still, and nobody is told.</summary>
    public void Pause() => DockerEngine.Client.Containers.PauseContainerAsync(Id).GetAwaiter().GetResult();

    /// <summary>Lets it go on.</summary>
    public void Unpause() => DockerEngine.Client.Containers.UnpauseContainerAsync(Id).GetAwaiter().GetResult();

    public override void Dispose()
    {
        // With all containers of the test.
    }

    protected override void StartProcess()
    {
        if (wasStarted)
        {
            DockerEngine.Client.Containers.StartContainerAsync(Id, new ContainerStartParameters()).GetAwaiter().GetResult();
        }
        else
        {
            container.StartAsync().GetAwaiter().GetResult();
            wasStarted = true;
        }
    }

    protected override void KillProcess()
    {
        Send("KILL");
        Wait();
    }

    protected override void SignalProcess(int signal)
    {
        switch (signal)
        {
            case SignalNumber.Stop:
                Pause();
                break;
            case SignalNumber.Continue:
                Unpause();
                break;
            default:
                Send("TERM");
                break;
        }
    }

    protected override Ended Wait()
    {
        DockerEngine.Client.Containers.WaitContainerAsync(Id).WaitAsync(FarmProcess.Patience).GetAwaiter().GetResult();
        return new Ended(Inspect().ExitCode, "", Said);
    }

    protected override void CheckTerminated(Ended ended) => FarmPart.CheckTerminated(Name, ended);

    private void Send(string signal) => DockerEngine.Client.Containers
        .KillContainerAsync(Id, new ContainerKillParameters { Signal = signal }).GetAwaiter().GetResult();

    private (bool IsRunning, int ExitCode) Inspect()
    {
        var state = DockerEngine.Client.Containers.InspectContainerAsync(Id).GetAwaiter().GetResult().State!;
        return (state.Running, (int)state.ExitCode);
    }
}
