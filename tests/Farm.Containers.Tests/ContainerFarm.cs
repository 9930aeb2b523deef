using System.Globalization;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Networks;
using Farm.EndToEnd.Tests;
using Farm.EndToEnd.Tests.Networks;
using Farm.EndToEnd.Tests.Storms;
using Farm.Testing;
using Testcontainers.RabbitMq;

namespace Farm.Containers.Tests;

/// <summary>A farm in containers: a broker, a coordinator that computes nothing itself, and nodes of one slot.</summary>
internal sealed class ContainerFarm : IAsyncDisposable
{
    private const string BrokerName = "broker";
    private const string User = "farm";
    private readonly INetwork network = new NetworkBuilder().WithLabel(DockerEngine.Label, DockerEngine.Owner).Build();

    /// <summary>A farm, not yet started.</summary>
    /// <param name="place">Where its ledger is to be, for this process too.</param>
    /// <param name="sweep">The sweep's file, there.</param>
    /// <param name="nodes">How many nodes.</param>
    public ContainerFarm(Workplace place, string sweep, int nodes)
    {
        Broker = new ContainerPart(BrokerName, BrokerContainer(), endsWhenComplete: false, Blow.Kill);
        Coordinator = new ContainerPart(
            "coordinator",
            CoordinatorContainer(place, Path.GetFileName(sweep)),
            endsWhenComplete: true,
            Blow.Kill, Blow.Terminate, Blow.Freeze);
        Nodes = [.. Enumerable.Range(1, nodes).Select(n => string.Create(CultureInfo.InvariantCulture, $"node{n}")).Select(n =>
            new ContainerPart(n, NodeContainer(n), endsWhenComplete: false, Blow.Kill, Blow.Terminate, Blow.Freeze))];
        Links = [.. Nodes.Append(Coordinator).Append(Broker).Select(p => new ContainerLink(p, network))];
    }

    public ContainerPart Broker { get; }

    public ContainerPart Coordinator { get; }

    public IReadOnlyList<ContainerPart> Nodes { get; }

    /// <summary>Of the nodes, of the coordinator, of the broker.</summary>
    public IReadOnlyList<ContainerLink> Links { get; }

    /// <summary>All containers.</summary>
    public IReadOnlyList<StormPart> Parts => [Broker, .. Nodes, Coordinator];

    /// <summary>Starts all, the broker first.</summary>
    public async Task StartAsync()
    {
        await network.CreateAsync();
        foreach (var part in Parts)
        {
            part.Start();
        }
    }

    public async ValueTask DisposeAsync() => await DockerEngine.RemoveAsync(DockerEngine.Owner);

    private RabbitMqContainer BrokerContainer() => new RabbitMqBuilder(BaseImages.RabbitMq)
        .WithNetwork(network)
        .WithNetworkAliases(BrokerName)
        .WithHostname(BrokerName)
        .WithUsername(User)
        .WithPassword(User)
        .WithResourceMapping(
            new FileInfo(Path.Combine(RepositoryFolder.Path, "deploy", "docker", "rabbitmq.conf")),
            new FileInfo("/etc/rabbitmq/conf.d/20-farm.conf"))
        .WithLabel(DockerEngine.Label, DockerEngine.Owner)
        .Build();

    private IContainer CoordinatorContainer(Workplace place, string sweep)
    {
        // The image's user writes there, who is nobody here.
        Tool.Run("chmod", "777", place.Folder);
        return Container(FarmImages.Farm, "coordinator", "run", sweep, "--nodes-only")
            .WithBindMount(place.Folder, "/ledger")
            .Build();
    }

    private IContainer NodeContainer(string name) =>
        Container(FarmImages.FarmNode, name, "--slots", "1", "--name", name).Build();

    private ContainerBuilder Container(string image, string name, params string[] arguments) => new ContainerBuilder(image)
        .WithNetwork(network)
        .WithNetworkAliases(name)
        .WithHostname(name)
        .WithEnvironment("FARM_BROKER_USER", User)
        .WithEnvironment("FARM_BROKER_PASSWORD", User)
        .WithCommand([.. arguments, "--transport", $"amqp://{BrokerName}"])
        .WithLabel(DockerEngine.Label, DockerEngine.Owner);
}
