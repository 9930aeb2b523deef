using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Farm.Domain;
using Farm.Transport.Akka.Cluster;
using Farm.Transport.Akka.Wire;

namespace Farm.Transport.Tests.Akka;

/// <summary>Whatever a stranger sends to a cluster without TLS, it goes on and stores nothing of it.</summary>
public sealed class ClusterHostileTests : IAsyncLifetime
{
    private static readonly LedgerIdentity Ledger = new(new Guid("11111111-2222-3333-4444-555555555555"), new byte[32]);
    private readonly Inbox<CoordinatorMessage> inbox = new();
    private readonly Inbox<NodeMessage> orders = new();
    private TestCluster cluster = null!;
    private ICoordinatorLink coordinator = null!;
    private INodeLink node = null!;

    public async Task InitializeAsync()
    {
        cluster = await TestCluster.StartAsync();
        coordinator = await cluster.OpenAsync(Ledger, inbox);
        node = await cluster.JoinAsync(TestCluster.Hello("a"), 10, orders);
    }

    public async Task DisposeAsync()
    {
        await node.DisposeAsync();
        await coordinator.DisposeAsync();
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task Bytes_that_are_no_message_of_Akka_disturb_nobody()
    {
        var random = new Random(1);
        for (var i = 0; i < 20; i++)
        {
            using var client = new TcpClient("127.0.0.1", cluster.Address.Port);
            var bytes = new byte[4 + random.Next(2_000)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
            {
                // A frame of the length that it says, with nonsense in it.
                BitConverter.TryWriteBytes(bytes, bytes.Length - 4);
            }

            await client.GetStream().WriteAsync(bytes);
        }

        await AssertWorksAsync();
    }

    [Fact]
    public async Task Strangers_can_neither_stop_an_actor_nor_have_one_made_nor_bring_objects_in()
    {
        using var stranger = Stranger("akka.actor.provider = remote");
        var porter = stranger.ActorSelection($"akka.tcp://farm@127.0.0.1:{cluster.Address.Port}/user/farm");
        foreach (var message in new object[] { PoisonPill.Instance, Kill.Instance, "words", 5, new Uri("http://a"), new Dictionary<string, object>() })
        {
            porter.Tell(message);
        }

        var below = stranger.ActorSelection($"akka.tcp://farm@127.0.0.1:{cluster.Address.Port}/user/farm/coordinator-1");
        below.Tell(PoisonPill.Instance);
        var deploy = new Deploy(new RemoteScope(new Address("akka.tcp", "farm", "127.0.0.1", cluster.Address.Port)));
        stranger.ActorOf(Props.Create<Intruder>().WithDeploy(deploy), "intruder");

        await AssertWorksAsync();
        Assert.False(Intruder.IsMade);
        await stranger.Terminate();
    }

    [Fact]
    public async Task Forms_of_the_farm_that_are_spoilt_are_refused_and_counted()
    {
        using var stranger = Stranger(
            $$"""
            akka.actor {
              provider = remote
              serializers.spoilt = "{{typeof(SpoiltSerializer).FullName}}, {{typeof(SpoiltSerializer).Assembly.GetName().Name}}"
              serialization-bindings { "{{typeof(Spoilt).FullName}}, {{typeof(Spoilt).Assembly.GetName().Name}}" = spoilt }
            }
            """);
        var porter = stranger.ActorSelection($"akka.tcp://farm@127.0.0.1:{cluster.Address.Port}/user/farm");
        foreach (var manifest in new[] { "node", "coordinator", "hello", "nonsense", "", "roll?" })
        {
            porter.Tell(new Spoilt(manifest));
        }

        await AssertWorksAsync();
        await cluster.HearAsync("Refused");
        await stranger.Terminate();
    }

    [Fact]
    public async Task A_report_of_an_order_that_was_never_given_is_refused_and_counted()
    {
        node.Send(7, Report(Order(99)));
        Assert.Equal(7, (await orders.NextAsync<ReportTaken>()).Report);

        await AssertWorksAsync();
        await cluster.HearAsync("The report's seal is not that of an order of this ledger");
    }

    [Fact]
    public async Task What_claims_to_be_of_a_node_and_is_not_from_it_changes_nothing()
    {
        using var stranger = ActorSystem.Create(
            EngineConfig.System,
            EngineConfig.SetupOf(EngineConfig.Of("node", "127.0.0.1", "127.0.0.1", 0, isSecure: false), null, _ => { }));
        var porter = stranger.ActorSelection($"akka.tcp://farm@127.0.0.1:{cluster.Address.Port}/user/farm");
        foreach (var message in new IEngineMessage[]
        {
            new Goodbye(Guid.Empty), new Closing(Guid.Empty, true), new ChannelUnknown(Guid.Empty),
            new NodeBatch(Guid.Empty, 1, 1, 1, [], [], [], [], [], []),
            new GateAnswer(Guid.NewGuid()), new ClaimAnswer(Ledger.Id, Guid.Empty, true),
        })
        {
            porter.Tell(message);
        }

        await AssertWorksAsync();
        Assert.Equal(0, inbox.Skipped<NodeLeft>());
        await stranger.Terminate();
    }

    private static ActorSystem Stranger(string config) => ActorSystem.Create(
        "stranger",
        ConfigurationFactory.ParseString(
            """
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            akka.stdout-loglevel = OFF
            akka.loglevel = OFF
            """).WithFallback(ConfigurationFactory.ParseString(config)));

    private static ShardOrder Order(long number) => new(
        new ShardId(1, number), "sweep", Ledger.Id, 1, 1, Cell.Create("study", []), 5, new BlockLayout(4, 400), new BlockRange(0, 1), Keep.Flags);

    private static ShardReport Report(ShardOrder order) =>
        new(order, TestCluster.Hello("a").Worker(0), [], null, TimeSpan.FromMilliseconds(1));

    /// <summary>The farm still gives an order and takes its report, and only that one.</summary>
    private async Task AssertWorksAsync()
    {
        coordinator.Publish(Capabilities.Cpu, Order(1));
        var arrived = await orders.NextAsync<OrderArrived>();
        node.Send(1, Report(arrived.Order));
        Assert.Equal(1, (await inbox.NextAsync<ReportArrived>()).Report.Order.Shard.Number);
        node.Acknowledge(arrived.Tag);
    }

    public sealed class Intruder : UntypedActor
    {
        public Intruder() => IsMade = IsMade || Context.System.Name == EngineConfig.System;

        public static bool IsMade { get; private set; }

        protected override void OnReceive(object message)
        {
            // It only has to be there.
        }
    }

    /// <summary>Stands for nonsense under the farm's own number.</summary>
    public sealed record Spoilt(string Manifest);

    public sealed class SpoiltSerializer(ExtendedActorSystem system) : global::Akka.Serialization.SerializerWithStringManifest(system)
    {
        public override int Identifier => EngineSerializer.Number;

        public override byte[] ToBinary(object obj) => [EngineCodec.Version, 1, 2, 3];

        public override string Manifest(object o) => ((Spoilt)o).Manifest;

        public override object FromBinary(byte[] bytes, string manifest) => throw new NotSupportedException();
    }
}
