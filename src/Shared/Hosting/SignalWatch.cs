using System.Runtime.InteropServices;

namespace Farm.Hosting;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks for the end, and is that end where nothing brings itself to a close; the second
/// ends the process at once.
/// </summary>
public sealed class SignalWatch : IDisposable
{
    private readonly Interruption interruption;
    private readonly Action deferred;
    private readonly List<PosixSignalRegistration> signals = [];

    /// <summary>Takes over the process's signals.</summary>
    /// <param name="interruption">What the first signal raises.</param>
    /// <param name="deferred">Called when the process goes on for a while to end in order: says so.</param>
    public SignalWatch(Interruption interruption, Action deferred)
    {
        this.interruption = interruption;
        this.deferred = deferred;
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, c => OnSignal(c, ExitCode.Interrupted)));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => OnSignal(c, ExitCode.Terminated)));
    }

    /// <inheritdoc/>
    public void Dispose() => signals.ForEach(s => s.Dispose());

    private void OnSignal(PosixSignalContext context, ExitCode cause)
    {
        context.Cancel = true;
        var isFirst = interruption.Request(cause);
        if (!isFirst || !interruption.IsDeferred)
        {
            Environment.Exit((int)(interruption.Cause ?? cause));
        }

        deferred();
    }
}
