using Farm.Transport;

namespace Farm.Coordinator.Logging;

/// <summary>Logs what happens to the coordinator's link.</summary>
/// <param name="log">Where to.</param>
internal sealed class TransportEvents(FarmEvents log)
{
    /// <summary>Logs one event. Called on the link's turn; it does not block.</summary>
    public void Log(TransportEvent happened)
    {
        switch (happened)
        {
            case BrokerAwaited awaited:
                log.BrokerAwaited(awaited.Broker, awaited.Reason);
                break;
            case BrokerConnected connected:
                log.BrokerConnected(connected.Broker);
                break;
            case BrokerLost lost:
                log.BrokerLost(lost.Broker, lost.Reason);
                break;
            case BrokerBack back:
                log.BrokerBack(back.Broker, back.Away);
                break;
            case PublishingBlocked blocked:
                log.PublishingBlocked(blocked.Reason);
                break;
            case PublishingUnblocked:
                log.PublishingUnblocked();
                break;
            case QueueAwaited awaited:
                log.QueueAwaited(awaited.Queue);
                break;
            case MessageRefused refused:
                log.MessageRefused(refused.Queue, refused.Reason, refused.Count, refused.Total);
                break;
            case MessageUnroutable unroutable:
                log.MessageUnroutable(unroutable.Kind, unroutable.Place);
                break;
            case ClusterAwaited awaited:
                log.ClusterAwaited(awaited.Cluster, awaited.Reason);
                break;
            case ClusterOpened opened:
                log.ClusterOpened(opened.Cluster);
                break;
            case ClusterJoined joined:
                log.ClusterJoined(joined.Cluster);
                break;
            case ClusterLost lost:
                log.ClusterLost(lost.Cluster, lost.Reason);
                break;
            case ClusterBack back:
                log.ClusterBack(back.Cluster, back.Away);
                break;
            case EngineLogged logged:
                log.EngineLogged(logged.Level, logged.Source, logged.Text);
                break;
            default:
                throw new ArgumentException($"No event of the log tells {happened.GetType().Name}.", nameof(happened));
        }
    }
}
