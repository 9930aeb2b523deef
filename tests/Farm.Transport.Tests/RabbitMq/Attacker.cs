using System.Collections.Concurrent;
using Farm.Domain;
using Farm.Transport.RabbitMq;
using Farm.Transport.Wire;
using Farm.Transport.Tests.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Farm.Transport.Tests.RabbitMq;

/// <summary>Someone with all permissions who listens to everything and sends what no part of the farm sends.</summary>
internal sealed class Attacker : IAsyncDisposable
{
    private static readonly string?[] Types =
        [null, "", "x", "farm.order", "farm.report", "farm.returned", "farm.notice", "farm.starts", "farm.call"];

    private readonly BrokerAddress broker;
    private readonly Guid ledger;
    private readonly Random random;
    private readonly WireSamples samples;
    private readonly ConcurrentQueue<(BasicProperties Properties, byte[] Body)> heard = new();
    private readonly Dictionary<string, int> setAside = new(StringComparer.Ordinal);
    private readonly (string Exchange, string Key)[] places;
    private IConnection? connection;
    private IChannel? channel;

    private Attacker(BrokerAddress broker, int seed, Guid ledger, string node)
    {
        this.broker = broker;
        this.ledger = ledger;
        random = new Random(seed);
        samples = new WireSamples(seed);
        places =
        [
            (Topology.Orders, $"cpu.{ledger}"), ("", "farm.work.cpu"), (Topology.Reports, $"{ledger}"),
            ("", Topology.ReportQueue(ledger)), (Topology.Nodes, ""), (Topology.Starts, $"{ledger}"),
            ("", Topology.CoordinatorQueue(ledger)), ("", Topology.NodeQueue(node)), (Topology.Coordinators, ""),
            (Topology.Dead, $"cpu.{ledger}"), (Topology.Dead, Topology.Refused), ("", Topology.Refused),
        ];
    }

    /// <summary>Orders and reports heard so far.</summary>
    public int Heard => heard.Count;

    /// <summary>Begins to listen to the orders and reports of a ledger whose coordinator is there.</summary>
    public static async Task<Attacker> StartAsync(BrokerAddress broker, int seed, Guid ledger, string node)
    {
        var attacker = new Attacker(broker, seed, ledger, node);
        await attacker.ConnectAsync();
        return attacker;
    }

    /// <summary>
    /// Sends nonsense to every place: random, mutated, deep and of the wrong kind, with any properties.
    /// </summary>
    public async Task ThrowAsync(int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            await SendAsync(places[i % places.Length], Properties(), Nonsense());
        }
    }

    /// <summary>Sends more than a message may be to every place.</summary>
    public async Task ThrowOversizedAsync()
    {
        foreach (var place in places)
        {
            await SendAsync(place, Properties(), new byte[WireLimits.Bytes + 1]);
        }
    }

    /// <summary>Sends what it heard again, as it was, where it was and where it was not.</summary>
    public async Task ReplayAsync(int messages)
    {
        foreach (var (properties, body) in heard.Take(messages))
        {
            var home = places[properties.Type == MessageTypes.Order ? 0 : 2];
            await SendAsync(home, properties, body);
            await SendAsync(places[random.Next(2, places.Length)], properties, body);
        }
    }

    /// <summary>
    /// Changes the reports that it heard and sends them under their own codes, or under keys of its own.
    /// </summary>
    /// <returns>How many went to the coordinator.</returns>
    public async Task<int> ForgeAsync(int messages)
    {
        var forged = 0;
        foreach (var (properties, body) in heard.Where(h => h.Properties.Type == MessageTypes.Report).Take(messages))
        {
            var changed = WireCodec.Write(Forged(WireCodec.ReadReport(body)));
            await SendAsync(places[2], properties, changed);
            var own = OrderSeal.CodeOf(OrderSeal.KeyOf(new byte[32], changed), changed);
            await SendAsync(places[2], MessageTypes.Durable(MessageTypes.Report).WithCode(own), changed);
            forged += 2;
        }

        return forged;
    }

    /// <summary>Says that a node left, and that there are others which are not.</summary>
    public async Task LieAsync(string node)
    {
        await NoticeAsync(WireCodec.Write(new GoodbyeNotice(node)));
        for (var i = 0; i < 20; i++)
        {
            await NoticeAsync(WireCodec.Write(samples.Notice()));
        }

        // Names longer than any queue's, as no codec would write them.
        var named = new HelloNotice(new NodeHello("n", "h", "p", 4_096, "cpu", "d", "b", FarmRelease.Version, []), 9);
        var hello = System.Text.Encoding.UTF8.GetString(WireCodec.Write(named));
        var longest = hello.Replace("\"n\"", $"\"{new string('n', 256)}\"", StringComparison.Ordinal);
        await NoticeAsync(System.Text.Encoding.UTF8.GetBytes(longest));
    }

    /// <summary>Messages that the farm set aside, as far as they were looked at.</summary>
    public int SetAside => setAside.Values.Sum();

    /// <summary>Takes out what the farm has set aside, and says how much of it came from a queue.</summary>
    public async Task<int> SetAsideAsync(string queue)
    {
        while (await channel!.BasicGetAsync(Topology.Refused, autoAck: true) is { } got)
        {
            if (got.BasicProperties.Type == MessageTypes.Refused
                && got.BasicProperties.Headers is { } headers
                && headers.TryGetValue("farm-queue", out var value)
                && value is byte[] from)
            {
                var name = System.Text.Encoding.UTF8.GetString(from);
                setAside[name] = setAside.GetValueOrDefault(name) + 1;
            }
        }

        return setAside.GetValueOrDefault(queue);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await channel!.DisposeAsync();
        await connection!.DisposeAsync();
    }

    private static ShardReport Forged(ShardReport report) => report with
    {
        Results = [.. report.Results.Select(r => r with { Digest = new byte[BlockDigest.Length] })],
        By = report.By with { Host = "elsewhere" },
    };

    private Task NoticeAsync(byte[] body) =>
        SendAsync((Topology.Nodes, ""), MessageTypes.Fleeting(MessageTypes.Notice), body);

    private byte[] Nonsense() => random.Next(6) switch
    {
        0 => samples.Bytes(random.Next(300)),
        1 => System.Text.Encoding.UTF8.GetBytes(new string('[', 50_000)),
        2 => "{}"u8.ToArray(),
        3 => WireCodec.Write(samples.Start()),
        4 when heard.TryPeek(out var known) => Mutated(known.Body),
        _ => Mutated(WireCodec.Write(samples.Report())),
    };

    private byte[] Mutated(byte[] body)
    {
        var mutated = (byte[])body.Clone();
        for (var change = random.Next(1, 9); change > 0; change--)
        {
            mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
        }

        return random.Next(2) == 0 ? mutated : mutated[..random.Next(mutated.Length)];
    }

    private BasicProperties Properties() => new()
    {
        Type = Types[random.Next(Types.Length)],
        Persistent = random.Next(2) == 0,
        ReplyTo = "farm.report.nobody",
        Headers = new Dictionary<string, object?>
        {
            ["farm-key"] = Header(),
            ["farm-code"] = Header(),
            ["x-death"] = random.Next(2) == 0 ? Header() : new List<object?> { Header() },
            ["x-delivery-count"] = Header(),
        },
    };

    private object? Header() => random.Next(7) switch
    {
        0 => null,
        1 => samples.Bytes(32),
        2 => samples.Bytes(3),
        3 => random.NextInt64(),
        4 => "delivery_limit",
        5 => new Dictionary<string, object?> { ["reason"] = "delivery_limit", ["count"] = -1 },
        _ => new List<object?> { 1, "x" },
    };

    private async Task ConnectAsync()
    {
        connection = await BrokerConnection.FactoryOf(broker, null, null).CreateConnectionAsync();
        channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var spy = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(spy, Topology.Orders, "#");
        await channel.QueueBindAsync(spy, Topology.Reports, $"{ledger}");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            Hear(new BasicProperties(message.BasicProperties), message.Body.ToArray());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(spy, autoAck: true, consumer);
    }

    /// <summary>Remembers an order or a report; nonsense of its own, which it hears too, it forgets.</summary>
    private void Hear(BasicProperties properties, byte[] body)
    {
        try
        {
            _ = properties.Type == MessageTypes.Order
                ? WireCodec.ReadOrder(body)
                : WireCodec.ReadReport(body).Order;
            heard.Enqueue((properties, body));
        }
        catch (WireException)
        {
            // Its own.
        }
    }

    private async Task SendAsync((string Exchange, string Key) place, BasicProperties properties, byte[] body)
    {
        try
        {
            await channel!.BasicPublishAsync(place.Exchange, place.Key, mandatory: false, properties, body);
        }
        catch (AlreadyClosedException)
        {
            // Some nonsense is too much for the broker: it ends the connection of who sent it, who begins a new one.
            await ConnectAsync();
        }
    }
}
