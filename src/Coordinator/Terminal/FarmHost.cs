using Farm.Studies;

namespace Farm.Coordinator.Terminal;

/// <summary>What a verb may touch of the world around it: the studies it knows, its streams and its clock.</summary>
/// <remarks>Data goes to <see cref="Output"/>, messages to <see cref="Error"/>; tests hand in their own.</remarks>
public sealed class FarmHost
{
    /// <summary>A host that writes to the given streams.</summary>
    /// <param name="studies">The studies that can be run.</param>
    /// <param name="output">Receives data only.</param>
    /// <param name="error">Receives messages.</param>
    public FarmHost(StudyCatalog studies, TextWriter output, TextWriter error)
    {
        Studies = studies;
        Output = output;
        Error = TextWriter.Synchronized(error);
    }

    /// <summary>The studies that can be run.</summary>
    public StudyCatalog Studies { get; }

    /// <summary>Data.</summary>
    public TextWriter Output { get; }

    /// <summary>Messages; safe to write to from several threads.</summary>
    public TextWriter Error { get; }

    /// <summary>What <see cref="Output"/> is; a pipe or file unless told otherwise.</summary>
    public Screen OutputScreen { get; init; } = Screen.None;

    /// <summary>What <see cref="Error"/> is; a pipe or file unless told otherwise.</summary>
    public Screen ErrorScreen { get; init; } = Screen.None;

    /// <summary>Clock of logs, durations and the ledger's times.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Raised by Ctrl-C and SIGTERM.</summary>
    public Interruption Interruption { get; init; } = new();

    /// <summary>Says why a verb does not do what it was asked, and gives its exit code.</summary>
    public ExitCode Refuse(ExitCode code, string message)
    {
        Error.WriteLine($"farm: {message}");
        return code;
    }

    /// <summary>Says why a verb does not do what it was asked, and gives its exit code.</summary>
    public ExitCode Refuse(Refusal refusal) => Refuse(refusal.Code, refusal.Message);
}

/// <summary>Why a verb does not do what it was asked.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Message">One line: what is wrong, where, what was expected, what to do.</param>
public sealed record Refusal(ExitCode Code, string Message);

/// <summary>What a stream is shown on.</summary>
/// <param name="IsTerminal">Whether somebody looks at it live.</param>
/// <param name="HasColor">Whether escape codes for colour are welcome.</param>
/// <param name="Width">Columns; lines are never wrapped where it is not a terminal.</param>
public readonly record struct Screen(bool IsTerminal, bool HasColor, int Width)
{
    /// <summary>A pipe or a file.</summary>
    public static Screen None { get; } = new(false, false, 10_000);
}
