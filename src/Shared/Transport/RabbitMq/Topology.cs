using RabbitMQ.Client;

namespace Farm.Transport.RabbitMq;

/// <summary>Names of the farm's exchanges and queues, and how coordinators make those that all share.</summary>
internal static class Topology
{
    /// <summary>Orders for any node: topic exchange, key <c>capability.ledger</c>.</summary>
    public const string Orders = "farm.orders";

    /// <summary>Reports: direct exchange, key the ledger.</summary>
    public const string Reports = "farm.reports";

    /// <summary>Orders that the broker gave up, under their own key, and refused messages: topic exchange.</summary>
    public const string Dead = "farm.dead";

    /// <summary>Refused messages, the newest 1,000, for people to look at; also their key.</summary>
    public const string Refused = "farm.refused";

    /// <summary>What nodes tell all coordinators: fanout exchange.</summary>
    public const string Nodes = "farm.nodes";

    /// <summary>What nodes tell one coordinator: direct exchange, key the ledger.</summary>
    public const string Starts = "farm.starts";

    /// <summary>What coordinators ask all nodes: fanout exchange.</summary>
    public const string Coordinators = "farm.coordinators";

    /// <summary>
    /// Deliveries of an order after which the broker gives it up: far above the farm's own limit. It also makes the
    /// broker put requeued orders before newer ones.
    /// </summary>
    public const int DeliveryLimit = 50;

    /// <summary>Messages kept in <see cref="Refused"/>.</summary>
    public const int RefusedAtMost = 1_000;

    /// <summary>A capability's shared work queue.</summary>
    public static string WorkQueue(string capability) => $"farm.work.{capability}";

    /// <summary>A ledger's queue of reports.</summary>
    public static string ReportQueue(Guid ledger) => $"farm.report.{ledger}";

    /// <summary>A coordinator's own queue: who has it is the one coordinator of the ledger.</summary>
    public static string CoordinatorQueue(Guid ledger) => $"farm.coordinator.{ledger}";

    /// <summary>A node's own queue: the node is there while it is.</summary>
    public static string NodeQueue(string node) => $"farm.node.{node}";

    /// <summary>The key of an order.</summary>
    public static string OrderKey(string capability, Guid ledger) => $"{capability}.{ledger}";

    /// <summary>Makes what all ledgers share; changes nothing that is there.</summary>
    public static async Task DeclareSharedAsync(IChannel channel, CancellationToken cancellation)
    {
        await DeclareExchangeAsync(Orders, ExchangeType.Topic).ConfigureAwait(false);
        await DeclareExchangeAsync(Reports, ExchangeType.Direct).ConfigureAwait(false);
        await DeclareExchangeAsync(Dead, ExchangeType.Topic).ConfigureAwait(false);
        await DeclareExchangeAsync(Nodes, ExchangeType.Fanout).ConfigureAwait(false);
        await DeclareExchangeAsync(Starts, ExchangeType.Direct).ConfigureAwait(false);
        await DeclareExchangeAsync(Coordinators, ExchangeType.Fanout).ConfigureAwait(false);
        await DeclareQuorumAsync(channel, Refused, new() { ["x-max-length"] = RefusedAtMost }, cancellation)
            .ConfigureAwait(false);
        await channel.QueueBindAsync(Refused, Dead, Refused, cancellationToken: cancellation).ConfigureAwait(false);
        foreach (var capability in new[] { Domain.Capabilities.Cpu, Domain.Capabilities.Gpu })
        {
            var queue = WorkQueue(capability);
            await DeclareQuorumAsync(
                channel,
                queue,
                new() { ["x-delivery-limit"] = DeliveryLimit, ["x-dead-letter-exchange"] = Dead },
                cancellation).ConfigureAwait(false);
            await channel.QueueBindAsync(queue, Orders, $"{capability}.#", cancellationToken: cancellation)
                .ConfigureAwait(false);
        }

        Task DeclareExchangeAsync(string name, string type) =>
            channel.ExchangeDeclareAsync(name, type, durable: true, cancellationToken: cancellation);
    }

    /// <summary>Makes a ledger's queue of reports; what is in it already stays.</summary>
    public static async Task DeclareReportsAsync(IChannel channel, Guid ledger, CancellationToken cancellation)
    {
        var queue = ReportQueue(ledger);
        await DeclareQuorumAsync(
            channel,
            queue,
            new() { ["x-dead-letter-exchange"] = Dead, ["x-dead-letter-routing-key"] = Refused },
            cancellation).ConfigureAwait(false);
        await channel.QueueBindAsync(queue, Reports, ledger.ToString(), cancellationToken: cancellation)
            .ConfigureAwait(false);
        await channel.QueueBindAsync(queue, Dead, $"*.{ledger}", cancellationToken: cancellation).ConfigureAwait(false);
    }

    private static Task<QueueDeclareOk> DeclareQuorumAsync(
        IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellation)
    {
        arguments["x-queue-type"] = "quorum";
        return channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellation);
    }
}
