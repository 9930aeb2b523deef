using Farm.Domain;

namespace Farm.Transport.InProcess;

/// <summary>A coordinator's side of the in-process transport.</summary>
internal sealed class CoordinatorLink(InProcessTransport transport, ReportStream stream) : ICoordinatorLink
{
    private bool isClosed;
    private volatile bool isRetired;

    public void Publish(string capability, ShardOrder order) => transport.Publish(capability, order);

    public void Acknowledge(DeliveryTag report) => transport.Acknowledge(stream, report);

    public void PublishTo(string node, ShardOrder order) => transport.PublishTo(node, order);

    public void Retire() => isRetired = true;

    public void Judge(string node, NodeJudgement judgement) => transport.Judge(stream.Ledger, node, judgement);

    public ValueTask DisposeAsync()
    {
        // Closing twice must not close the coordinator that came after.
        if (!Interlocked.Exchange(ref isClosed, true))
        {
            transport.Close(stream, isRetired);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>A node's side of the in-process transport.</summary>
internal sealed class NodeLink(InProcessTransport transport, NodeEndpoint node) : INodeLink
{
    public void Announce(Guid ledger, ShardStarted started) => transport.Announce(node, ledger, started);

    public void Send(long number, ShardReport report) => transport.Send(node, number, report);

    public void SetPrefetch(int orders) => transport.SetPrefetch(node, orders);

    public void Tell(NodeStatus status) => transport.Tell(null, new NodeReported(status));

    public void Tell(NodeWarning warning) => transport.Tell(warning.Ledger, new NodeWarned(warning));

    public void StopDeliveries() => transport.StopDeliveries(node);

    public void Acknowledge(DeliveryTag order) => transport.Acknowledge(node, order);

    public ValueTask DisposeAsync()
    {
        transport.Leave(node);
        return ValueTask.CompletedTask;
    }
}
