namespace Farm.Hosting;

/// <summary>That the user, or the system, wants the process to end.</summary>
/// <remarks>
/// A verb that has something to bring to a close says so with <see cref="Defer"/> and watches <see cref="Token"/>;
/// others may be ended at any instant.
/// </remarks>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private int cause;
    private int deferrals;

    /// <summary>Cancelled when the end is wanted.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>The exit code that tells the cause; null when nobody interrupts.</summary>
    public ExitCode? Cause => Volatile.Read(ref cause) is var code and not 0 ? (ExitCode)code : null;

    /// <summary>Whether a verb brings its work to a close by itself.</summary>
    public bool IsDeferred => Volatile.Read(ref deferrals) > 0;

    /// <summary>From now until the disposal of what is returned, the verb ends by itself.</summary>
    public IDisposable Defer()
    {
        Interlocked.Increment(ref deferrals);
        return new Deferral(this);
    }

    /// <summary>Asks for the end. The first cause stays.</summary>
    /// <returns>Whether this was the first time.</returns>
    public bool Request(ExitCode why)
    {
        if (Interlocked.CompareExchange(ref cause, (int)why, 0) != 0)
        {
            return false;
        }

        source.Cancel();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private sealed class Deferral(Interruption owner) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
            {
                Interlocked.Decrement(ref owner.deferrals);
            }
        }
    }
}
