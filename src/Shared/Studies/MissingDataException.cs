namespace Farm.Studies;

/// <summary>A cell that this host cannot compute, since it lacks the cell's data or a device that works; another host may have them.</summary>
/// <remarks>
/// Unlike a <see cref="TrialException"/> it says nothing of the trial: a node refuses the shard, which counts as no attempt.
/// </remarks>
/// <param name="message">One line: which data, and what the user can do.</param>
public sealed class MissingDataException(string message) : Exception(message);
