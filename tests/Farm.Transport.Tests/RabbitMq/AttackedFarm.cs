using System.Collections.Concurrent;
using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;
using Farm.Node;
using Farm.Numerics;
using Farm.Studies;
using Farm.Transport.RabbitMq;

namespace Farm.Transport.Tests.RabbitMq;

/// <summary>A real coordinator with a real ledger, and a real node, over a broker; beside it what is right.</summary>
internal sealed class AttackedFarm : IAsyncDisposable
{
    private static readonly StudyDescription Study = BuiltInStudies.Catalog.Find("xor")!.Description;
    private readonly string folder = Directory.CreateTempSubdirectory("farm-attacked-").FullName;
    private readonly ConcurrentQueue<TransportEvent> told = new();
    private readonly RabbitMqTransport transport;
    private readonly SqliteLedgerWriter ledger;
    private CoordinatorActor? coordinator;
    private NodeActor? node;

    public AttackedFarm(BrokerAddress broker)
    {
        transport = new RabbitMqTransport(new RabbitMqOptions(broker) { Observer = told.Enqueue });
        ledger = Open("attacked.db");
    }

    public Guid Ledger => ledger.Id;

    public string NodeName { get; } = $"node-{Guid.NewGuid():N}";

    public CoordinatorActor Coordinator => coordinator!;

    public NodeActor Node => node!;

    /// <summary>Messages that were refused so far, wherever.</summary>
    public long Refused => told.OfType<MessageRefused>().Sum(r => r.Count);

    public async Task OpenAsync()
    {
        ledger.Register(Sweep, "", DateTimeOffset.UnixEpoch);
        coordinator = await CoordinatorActor.StartAsync(
            transport,
            Planner.Plan(Sweep, Study, ledger: null),
            ledger,
            _ => throw new InvalidOperationException("No dispute is to be settled here."),
            new CoordinatorOptions { Epoch = 1, BlocksPerShard = 1, Lease = TimeSpan.FromSeconds(5) },
            TimeProvider.System,
            new FarmObserver());
    }

    public async Task JoinAsync()
    {
        var hello = NodeActor.HelloOf(2, BuiltInStudies.Catalog, LaneWidth.Bits128, NodeName);
        node = await NodeActor.StartAsync(
            transport, hello, new NodeOptions(), BuiltInStudies.Catalog, LaneWidth.Bits128, TimeProvider.System);
    }

    /// <summary>What the ledger holds, as text: every block with its digest, summary and kept trials.</summary>
    public async Task<string[]> StoredAsync()
    {
        await Coordinator.DisposeAsync();
        ledger.Dispose();
        return Stored("attacked.db");
    }

    /// <summary>What a farm in one process comes to.</summary>
    public async Task<string[]> UndisturbedAsync()
    {
        using (var other = Open("undisturbed.db"))
        {
            other.Register(Sweep, "", DateTimeOffset.UnixEpoch);
            var options = new LocalFarmOptions { Threads = 1, Width = LaneWidth.Bits128 };
            await LocalFarm.RunAsync(Planner.Plan(Sweep, Study, ledger: null), other, BuiltInStudies.Catalog, options);
        }

        return Stored("undisturbed.db");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (node is not null)
        {
            await node.DisposeAsync();
        }

        if (coordinator is not null)
        {
            await coordinator.DisposeAsync();
        }

        ledger.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static Sweep Sweep { get; } = new(
        "attacked", "xor", 20260101, 64 * 1_000, 64, Keep.Flags, [CellOf("normal"), CellOf("live")]);

    private static Cell CellOf(string init)
    {
        Dictionary<string, Value> given = new() { ["init"] = Value.Of(init) };
        foreach (var axis in Study.Axes)
        {
            if (!given.ContainsKey(axis.Name) && axis.Default is { } value && axis.Applies(given))
            {
                given[axis.Name] = value;
            }
        }

        return Cell.Create(Study.Name, given);
    }

    private SqliteLedgerWriter Open(string file) =>
        SqliteLedgerWriter.Open(Path.Combine(folder, file), DateTimeOffset.UnixEpoch);

    private string[] Stored(string file)
    {
        using var reader = SqliteLedgerReader.Open(Path.Combine(folder, file));
        return
        [
            .. Sweep.Cells.SelectMany(cell => reader.Blocks(cell, Sweep.Seed, Sweep.BlockSize)).Select(b =>
                $"{b.Key.Cell.Id} {b.Key.Block} {b.Trials} {Convert.ToHexString(b.Digest)} "
                + $"{Convert.ToHexString(b.Summary)} {Convert.ToHexString(reader.Kept(b.Key))}"),
        ];
    }
}
