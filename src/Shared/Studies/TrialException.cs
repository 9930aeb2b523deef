namespace Farm.Studies;

/// <summary>A trial that cannot be computed, with its number.</summary>
public sealed class TrialException : Exception
{
    /// <summary>A failure of one trial.</summary>
    /// <param name="trial">The trial's index in its cell.</param>
    /// <param name="message">One line: what happened, and what the user can change.</param>
    /// <param name="inner">The cause, if another exception is.</param>
    public TrialException(long trial, string message, Exception? inner = null)
        : base(message, inner) => Trial = trial;

    /// <summary>The trial's index in its cell.</summary>
    public long Trial { get; }
}
