namespace Farm.Coordinator.Terminal;

/// <summary>Why a verb does not do what it was asked.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Message">One line: what is wrong, where, what was expected, what to do.</param>
public sealed record Refusal(ExitCode Code, string Message);
