using Serilog.Events;

namespace Farm.Coordinator.Logging;

/// <content>What happens to the link to a cluster; as with a broker, what a user waits for is told on the console.</content>
public sealed partial class FarmEvents
{
    /// <summary>Nobody listens at the cluster's address yet.</summary>
    public void ClusterAwaited(string cluster, string reason) => WriteLink(
        LogEventLevel.Warning,
        nameof(ClusterAwaited),
        "Waiting for a coordinator at {cluster:l}: {reason:l}",
        cluster,
        reason);

    /// <summary>This process listens at the cluster's address.</summary>
    public void ClusterOpened(string cluster) => WriteLink(
        LogEventLevel.Information,
        nameof(ClusterOpened),
        "Listening at {cluster:l} for nodes and other coordinators",
        cluster);

    /// <summary>This process joined a cluster at whose address another one listens.</summary>
    public void ClusterJoined(string cluster) => WriteLink(
        LogEventLevel.Information, nameof(ClusterJoined), "Joined the cluster at {cluster:l}", cluster);

    /// <summary>This process is in the cluster no more, and joins it anew.</summary>
    public void ClusterLost(string cluster, string reason) => WriteLink(
        LogEventLevel.Warning,
        nameof(ClusterLost),
        "Left the cluster at {cluster:l}, to join it anew: {reason:l}",
        cluster,
        reason);

    /// <summary>This process is in the cluster again.</summary>
    public void ClusterBack(string cluster, TimeSpan away) => WriteLink(
        LogEventLevel.Warning,
        nameof(ClusterBack),
        "Joined the cluster at {cluster:l} again after {seconds} s",
        cluster,
        Math.Round(away.TotalSeconds, 1));

    /// <summary>What the cluster's own machinery says, for who looks for a fault.</summary>
    public void EngineLogged(string level, string source, string text) => WriteLink(
        LogEventLevel.Debug, nameof(EngineLogged), "{engine_level:l} of {source:l}: {text:l}", level, source, text);
}
