namespace Farm.EndToEnd.Tests.Networks;

/// <summary>What one direction of a link does to its frames.</summary>
internal sealed record LinkConditions
{
    /// <summary>Every frame arrives at once.</summary>
    public static LinkConditions Good { get; } = new();

    /// <summary>No frame arrives, and nobody is told.</summary>
    public static LinkConditions Cut { get; } = new() { Loss = 1 };

    /// <summary>The share of frames that are lost, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>How long each frame is on its way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How many bytes pass in a second; what waits longer than <see cref="Patience"/> is lost.</summary>
    public long BytesPerSecond { get; init; } = long.MaxValue;

    /// <summary>How long a frame waits at most for those before it, where the link is narrow. Default 500 ms.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(500);
}
