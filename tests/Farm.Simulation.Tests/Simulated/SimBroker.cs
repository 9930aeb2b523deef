using Farm.Domain;
using Farm.Transport;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>
/// A broker with the transport's obligations behind a bad network: durable queue, durable reports, redelivery of what
/// is not acknowledged in time or whose node is gone. It never crashes; what it has taken it keeps. Or there is none, as in a
/// cluster: then orders are in their coordinator's memory and end with it, reports are in their node's and end with that.
/// </summary>
internal sealed class SimBroker(Schedule schedule, SimNetwork network, Checkers checkers, bool isThere)
{
    public const string Coordinator = "coordinator";

    private const int Prefetch = 4;
    private static readonly TimeSpan AcknowledgeWithin = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan PresenceInterval = TimeSpan.FromSeconds(3);
    private readonly LinkedList<(ShardOrder Order, int Deliveries)> queue = new();
    private readonly Dictionary<long, (SimNode Node, ShardOrder Order, int Deliveries)> held = [];
    private readonly Dictionary<long, (SimNode From, long Number, ShardReport Report)> reports = [];
    private readonly List<SimNode> nodes = [];
    private SimCoordinator? coordinator;
    private long lastTag;
    private int next;

    public void Open(SimCoordinator opened)
    {
        coordinator = opened;
        foreach (var node in nodes)
        {
            Tell(new NodeArrived(node.Hello));
        }

        foreach (var tag in reports.Keys)
        {
            DeliverReport(tag);
        }
    }

    public void Close()
    {
        coordinator = null;
        if (!isThere)
        {
            queue.Clear();
            held.Clear();
            foreach (var (from, number, report) in reports.Values)
            {
                Confirm(from, number, report);
            }
        }
    }

    public void Publish(ShardOrder order) => network.Send(Coordinator, () =>
    {
        queue.AddLast((order, 0));
        DeliverOrders();
    });

    /// <summary>For one node alone: lost when there is none of that name.</summary>
    public void PublishTo(string name, ShardOrder order) => network.Send(Coordinator, () =>
    {
        if (nodes.Find(n => n.Hello.Name == name) is { } node)
        {
            network.Send(name, () => node.Post(new OrderArrived(new DeliveryTag(++lastTag), order, 1)));
        }
    });

    public void Judge(string name, Guid ledger, NodeJudgement judgement) => network.Send(Coordinator, () =>
    {
        if (nodes.Find(n => n.Hello.Name == name) is { } node)
        {
            network.Send(name, () => node.Post(new CoordinatorJudged(ledger, judgement)));
        }
    });

    public void TellStatus(SimNode node, NodeStatus status) =>
        network.Send(node.Hello.Name, () => Tell(new NodeReported(status)));

    public void AcknowledgeReport(DeliveryTag tag)
    {
        if (reports.TryGetValue(tag.Value, out var report))
        {
            checkers.ReportAcknowledged(report.Report);
        }

        network.Send(Coordinator, () => reports.Remove(tag.Value));
    }

    /// <summary>The user stops a farm that has its nodes to itself.</summary>
    public void DismissNodes() => network.Send(Coordinator, () =>
    {
        foreach (var node in nodes)
        {
            network.Send(node.Hello.Name, () => node.Post(new StopRequested()));
        }
    });

    public void Join(SimNode node)
    {
        nodes.Add(node);
        TellPresence(node);
        DeliverOrders();
    }

    /// <summary>A node is gone, or so it seems: what it holds goes to others.</summary>
    public void Lose(SimNode node, bool isGoodbye = false)
    {
        if (!isThere && !node.IsAlive)
        {
            foreach (var tag in reports.Where(r => r.Value.From == node).Select(r => r.Key).ToArray())
            {
                reports.Remove(tag);
            }
        }

        if (!nodes.Remove(node))
        {
            return;
        }

        foreach (var order in node.Started)
        {
            checkers.ExecutionFailed(order);
        }

        Tell(new NodeLeft(node.Hello.Name, isGoodbye));
        foreach (var tag in held.Where(h => h.Value.Node == node).Select(h => h.Key).ToArray())
        {
            Redeliver(tag);
        }
    }

    public void StopDeliveries(SimNode node) => network.Send(node.Hello.Name, () => node.WantsOrders = false);

    public void AcknowledgeOrder(SimNode node, DeliveryTag tag)
    {
        if (held.TryGetValue(tag.Value, out var delivery))
        {
            checkers.OrderAcknowledged(delivery.Order.Shard);
        }

        network.Send(node.Hello.Name, () =>
        {
            held.Remove(tag.Value);
            DeliverOrders();
        });
    }

    public void Announce(SimNode node, Guid ledger, ShardStarted started) => network.Send(node.Hello.Name, () =>
    {
        Tell(started);
        if (started.Alone)
        {
            network.Send(node.Hello.Name, () => node.Post(new StartKnown(ledger, started.Shard)));
        }
    });

    public void Take(SimNode node, long number, ShardReport report) => network.Send(node.Hello.Name, () =>
    {
        var tag = ++lastTag;
        reports.Add(tag, (node, number, report));
        DeliverReport(tag);
        if (isThere || coordinator is null)
        {
            Confirm(node, number, report);
        }
    });

    private void Confirm(SimNode node, long number, ShardReport report)
    {
        checkers.ReportTaken(report.Order.Shard);
        network.Send(node.Hello.Name, () => node.Post(new ReportTaken(number)));
    }

    private void Tell(CoordinatorMessage message)
    {
        var to = coordinator;
        network.Send(Coordinator, () => to?.Post(message));
    }

    private void TellPresence(SimNode node)
    {
        if (nodes.Contains(node))
        {
            Tell(new NodeArrived(node.Hello));
            schedule.After(PresenceInterval, () => TellPresence(node));
        }
    }

    private void DeliverReport(long tag)
    {
        if (coordinator is { IsAlive: true } && reports.TryGetValue(tag, out var report))
        {
            var to = coordinator;
            network.Send(Coordinator, () =>
            {
                to.Post(new ReportArrived(new DeliveryTag(tag), report.Report));
                if (!isThere && to.IsAlive)
                {
                    Confirm(report.From, report.Number, report.Report);
                }
            });
            schedule.After(AcknowledgeWithin, () =>
            {
                if (coordinator == to)
                {
                    DeliverReport(tag);
                }
            });
        }
    }

    private void DeliverOrders()
    {
        while (queue.First is { } first && NextWithRoom() is { } node)
        {
            queue.RemoveFirst();
            var tag = ++lastTag;
            var delivery = first.Value.Deliveries + 1;
            held.Add(tag, (node, first.Value.Order, delivery));
            network.Send(
                node.Hello.Name,
                () => node.Post(new OrderArrived(new DeliveryTag(tag), first.Value.Order, delivery)));
            schedule.After(AcknowledgeWithin, () => Redeliver(tag));
        }
    }

    private void Redeliver(long tag)
    {
        if (!held.Remove(tag, out var delivery))
        {
            return;
        }

        if (delivery.Deliveries < ITransport.DeliveriesAtMost)
        {
            queue.AddFirst((delivery.Order, delivery.Deliveries));
        }
        else
        {
            Tell(new OrderReturned(delivery.Order.Shard));
        }

        DeliverOrders();
    }

    private SimNode? NextWithRoom()
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            next = (next + 1) % nodes.Count;
            var node = nodes[next];
            if (node.WantsOrders && held.Values.Count(h => h.Node == node) < Prefetch)
            {
                return node;
            }
        }

        return null;
    }
}
