namespace Farm.Transport;

/// <summary>Something that happened to a link, told once.</summary>
/// <param name="Message">One line for people.</param>
public abstract record TransportEvent(string Message);

/// <summary>The broker does not answer yet; it is tried until it does or patience ends.</summary>
public sealed record BrokerAwaited(string Broker, string Reason)
    : TransportEvent($"Waiting for the broker at {Broker}: {Reason}");

/// <summary>The link is up for the first time.</summary>
public sealed record BrokerConnected(string Broker) : TransportEvent($"Connected to the broker at {Broker}.");

/// <summary>The broker went away; it is tried until it is back.</summary>
public sealed record BrokerLost(string Broker, string Reason)
    : TransportEvent($"The broker at {Broker} is gone and waited for: {Reason}");

/// <summary>The broker is back.</summary>
/// <param name="Broker">The broker.</param>
/// <param name="Away">How long it was away.</param>
public sealed record BrokerBack(string Broker, TimeSpan Away)
    : TransportEvent(FormattableString.Invariant($"The broker at {Broker} is back after {Away.TotalSeconds:0.0} s."));

/// <summary>The broker is short of memory or disk and takes no messages; they wait.</summary>
public sealed record PublishingBlocked(string Reason)
    : TransportEvent($"The broker takes no messages for now, they wait: {Reason}");

/// <summary>The broker takes messages again.</summary>
public sealed record PublishingUnblocked() : TransportEvent("The broker takes messages again.");

/// <summary>A queue that coordinators make is not there yet; it is looked for about once a second.</summary>
public sealed record QueueAwaited(string Queue)
    : TransportEvent($"Waiting for queue {Queue}, which the first coordinator makes.");

/// <summary>Messages were refused; told at most once a second.</summary>
/// <param name="Queue">Where the last one came from.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Count">How many were refused since the last such event, at least 1.</param>
/// <param name="Total">How many were refused in the life of this link.</param>
public sealed record MessageRefused(string Queue, string Reason, long Count, long Total)
    : TransportEvent(FormattableString.Invariant(
        $"Refused {Count} message(s) from {Queue}, {Total} in all; the last one: {Reason}"));

/// <summary>A message found no queue; told once for each kind and place.</summary>
public sealed record MessageUnroutable(string Kind, string Place)
    : TransportEvent($"No queue takes {Kind} for {Place}.");

/// <summary>What a cluster's own machinery logs: of use to who looks for a fault.</summary>
/// <param name="Level">Its own level.</param>
/// <param name="Source">Which part of it.</param>
/// <param name="Text">What it says.</param>
public sealed record EngineLogged(string Level, string Source, string Text)
    : TransportEvent($"{Source}: {Text}");

/// <summary>Nobody listens at the cluster's address yet; it is tried until somebody does or patience ends.</summary>
public sealed record ClusterAwaited(string Cluster, string Reason)
    : TransportEvent($"Waiting for a coordinator at {Cluster}: {Reason}");

/// <summary>This process listens at the cluster's address: others join here.</summary>
public sealed record ClusterOpened(string Cluster) : TransportEvent($"Listening at {Cluster} for nodes and other coordinators.");

/// <summary>The process joined the cluster for the first time.</summary>
public sealed record ClusterJoined(string Cluster) : TransportEvent($"Joined the cluster at {Cluster}.");

/// <summary>The process is in the cluster no more; it is tried until it is again.</summary>
public sealed record ClusterLost(string Cluster, string Reason)
    : TransportEvent($"Left the cluster at {Cluster}, to join it anew: {Reason}");

/// <summary>The process is in the cluster again.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Away">How long it was not.</param>
public sealed record ClusterBack(string Cluster, TimeSpan Away)
    : TransportEvent(FormattableString.Invariant($"Joined the cluster at {Cluster} again after {Away.TotalSeconds:0.0} s."));
