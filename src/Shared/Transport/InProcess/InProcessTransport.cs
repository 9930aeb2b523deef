using Farm.Domain;

namespace Farm.Transport.InProcess;

/// <summary>The transport of a one-process farm: everything is in memory and arrives at once.</summary>
/// <remarks>
/// One short lock guards all of it. Messages are put into mailboxes under that lock, so each mailbox sees them in the
/// order in which things happened.
/// </remarks>
public sealed class InProcessTransport : ITransport
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, WorkQueue> queues = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, ReportStream> streams = [];
    private readonly Dictionary<string, NodeEndpoint> nodes = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<ICoordinatorLink> OpenAsync(
        LedgerIdentity ledger, IMailbox<CoordinatorMessage> mailbox, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            var stream = StreamOf(ledger.Id);
            if (stream.Coordinator is not null)
            {
                throw new TransportException(LinkFault.Taken, $"A coordinator of ledger {ledger.Id} is open already.");
            }

            foreach (var node in nodes.Values)
            {
                mailbox.Post(new NodeArrived(node.Hello));
            }

            stream.Open(mailbox);
            return new(new CoordinatorLink(this, stream));
        }
    }

    /// <inheritdoc/>
    public ValueTask<INodeLink> JoinAsync(
        NodeHello hello, int prefetch, IMailbox<NodeMessage> mailbox, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, 1);
        lock (gate)
        {
            var node = new NodeEndpoint(hello, prefetch, mailbox);
            if (!nodes.TryAdd(hello.Name, node))
            {
                throw new TransportException(LinkFault.Taken, $"A node named {hello.Name} is there already.");
            }

            TellCoordinators(new NodeArrived(hello));
            QueueOf(hello.Capability).Add(node);
            return new(new NodeLink(this, node));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal void Publish(string capability, ShardOrder order)
    {
        lock (gate)
        {
            QueueOf(capability).Publish(order);
        }
    }

    internal void Acknowledge(ReportStream stream, DeliveryTag report)
    {
        lock (gate)
        {
            stream.Release(report);
        }
    }

    internal void PublishTo(string node, ShardOrder order)
    {
        lock (gate)
        {
            nodes.GetValueOrDefault(node)?.Take(order);
        }
    }

    internal void Judge(Guid ledger, string node, NodeJudgement judgement)
    {
        lock (gate)
        {
            nodes.GetValueOrDefault(node)?.Mailbox.Post(new CoordinatorJudged(ledger, judgement));
        }
    }

    internal void Close(ReportStream stream, bool isRetired)
    {
        lock (gate)
        {
            stream.Close(isRetired);
        }
    }

    internal void Announce(NodeEndpoint node, Guid ledger, ShardStarted started)
    {
        lock (gate)
        {
            StreamOf(ledger).Coordinator?.Post(started);
            if (started.Alone)
            {
                node.Mailbox.Post(new StartKnown(ledger, started.Shard));
            }
        }
    }

    internal void SetPrefetch(NodeEndpoint node, int orders)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(orders, 1);
        lock (gate)
        {
            node.Prefetch = orders;
            QueueOf(node.Hello.Capability).Deliver();
        }
    }

    internal void Tell(Guid? ledger, CoordinatorMessage message)
    {
        lock (gate)
        {
            if (ledger is { } one)
            {
                StreamOf(one).Coordinator?.Post(message);
            }
            else
            {
                TellCoordinators(message);
            }
        }
    }

    internal void Send(NodeEndpoint node, long number, ShardReport report)
    {
        lock (gate)
        {
            StreamOf(report.Order.Ledger).Add(report);
            node.Mailbox.Post(new ReportTaken(number));
        }
    }

    internal void StopDeliveries(NodeEndpoint node)
    {
        lock (gate)
        {
            QueueOf(node.Hello.Capability).Remove(node);
        }
    }

    internal void Acknowledge(NodeEndpoint node, DeliveryTag order)
    {
        lock (gate)
        {
            if (node.Release(order))
            {
                QueueOf(node.Hello.Capability).Deliver();
            }
        }
    }

    internal void Leave(NodeEndpoint node)
    {
        lock (gate)
        {
            if (!nodes.Remove(node.Hello.Name))
            {
                return;
            }

            var queue = QueueOf(node.Hello.Capability);
            queue.Remove(node);
            TellCoordinators(new NodeLeft(node.Hello.Name, IsGoodbye: true));
            foreach (var order in node.Held)
            {
                if (order.Deliveries < ITransport.DeliveriesAtMost)
                {
                    queue.PublishAgain(order);
                }
                else
                {
                    StreamOf(order.Order.Ledger).Coordinator?.Post(new OrderReturned(order.Order.Shard));
                }
            }

            queue.Deliver();
        }
    }

    private void TellCoordinators(CoordinatorMessage message)
    {
        foreach (var stream in streams.Values)
        {
            stream.Coordinator?.Post(message);
        }
    }

    private WorkQueue QueueOf(string capability)
    {
        if (!queues.TryGetValue(capability, out var queue))
        {
            queues.Add(capability, queue = new WorkQueue());
        }

        return queue;
    }

    private ReportStream StreamOf(Guid ledger)
    {
        if (!streams.TryGetValue(ledger, out var stream))
        {
            streams.Add(ledger, stream = new ReportStream(ledger));
        }

        return stream;
    }
}
