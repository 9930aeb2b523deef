using Farm.EndToEnd.Tests.Networks;

namespace Farm.EndToEnd.Tests.Engines;

/// <summary>An engine as its tests know it: where it can be had, and how soon it notices what is gone.</summary>
internal abstract class EngineKind
{
    /// <summary>Why there can be none here that a test may strike; null when there can.</summary>
    public abstract string? Obstacle { get; }

    /// <summary>How soon the shards of a killed process, whose host lives on, run elsewhere.</summary>
    public abstract TimeSpan NoticesDeathWithin { get; }

    /// <summary>How soon the shards of a host that is silent run elsewhere.</summary>
    public abstract TimeSpan NoticesSilenceWithin { get; }

    /// <summary>The event by which a coordinator says that it is cut off.</summary>
    public abstract string CutOffEvent { get; }

    /// <summary>Starts what a farm needs of it besides its own processes.</summary>
    /// <param name="network">The network that the farm's hosts are of; null for this host alone.</param>
    /// <param name="coordinator">The coordinator's host; null for this one.</param>
    public abstract Engine Start(BadNetwork? network, NetworkHost? coordinator);
}
