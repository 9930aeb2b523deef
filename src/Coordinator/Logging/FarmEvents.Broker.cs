using Farm.Domain;
using Serilog.Events;

namespace Farm.Coordinator.Logging;

/// <content>
/// What happens to the link to the broker. What a user waits for is a warning, and so is that the wait is over: both are
/// told on the console.
/// </content>
public sealed partial class FarmEvents
{
    /// <summary>The broker does not answer yet.</summary>
    public void BrokerAwaited(string broker, string reason) => WriteLink(
        LogEventLevel.Warning,
        nameof(BrokerAwaited),
        "Waiting for the broker at {broker:l}: {reason:l}",
        broker,
        reason);

    /// <summary>The broker answered for the first time.</summary>
    public void BrokerConnected(string broker) => WriteLink(
        LogEventLevel.Information, nameof(BrokerConnected), "Connected to the broker at {broker:l}", broker);

    /// <summary>The broker went away and is waited for.</summary>
    public void BrokerLost(string broker, string reason) => WriteLink(
        LogEventLevel.Warning,
        nameof(BrokerLost),
        "The broker at {broker:l} is gone and waited for: {reason:l}",
        broker,
        reason);

    /// <summary>The broker is back.</summary>
    public void BrokerBack(string broker, TimeSpan away) => WriteLink(
        LogEventLevel.Warning,
        nameof(BrokerBack),
        "The broker at {broker:l} is back after {seconds} s",
        broker,
        Math.Round(away.TotalSeconds, 1));

    /// <summary>The broker is short of memory or disk and takes no messages; they wait.</summary>
    public void PublishingBlocked(string reason) => WriteLink(
        LogEventLevel.Warning,
        nameof(PublishingBlocked),
        "The broker takes no messages for now, they wait: {reason:l}",
        reason);

    /// <summary>The broker takes messages again.</summary>
    public void PublishingUnblocked() => WriteLink(
        LogEventLevel.Warning, nameof(PublishingUnblocked), "The broker takes messages again");

    /// <summary>A queue that another makes is not there yet.</summary>
    public void QueueAwaited(string queue) => WriteLink(
        LogEventLevel.Information, nameof(QueueAwaited), "Waiting for queue {queue:l}", queue);

    /// <summary>Messages were no messages of the farm, or forged; they were refused and counted.</summary>
    /// <param name="queue">Where the last one came from.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="count">How many since the last such event.</param>
    /// <param name="total">How many in all.</param>
    public void MessageRefused(string queue, string reason, long count, long total) => WriteLink(
        LogEventLevel.Warning,
        nameof(MessageRefused),
        "{refused} messages from {queue:l} were refused, {refused_in_all} in all; the last one: {reason:l}",
        count,
        queue,
        total,
        reason);

    /// <summary>A message found no queue.</summary>
    public void MessageUnroutable(string kind, string place) => WriteLink(
        LogEventLevel.Warning,
        nameof(MessageUnroutable),
        "No queue takes {kind:l} for {place:l}",
        kind,
        place);

    /// <summary>The link to the farm is over for good.</summary>
    public void LinkLost(LinkFault fault, string reason) => WriteLink(
        LogEventLevel.Error,
        nameof(LinkLost),
        "The link to the farm is over ({fault:l}): {reason:l}",
        fault.ToString(),
        reason);

    private void WriteLink(LogEventLevel level, string name, string template, params object?[] values) =>
        Write(level, name, EventScope.None, template, values);
}
