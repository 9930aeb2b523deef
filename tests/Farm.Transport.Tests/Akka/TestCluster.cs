using System.Net;
using System.Net.Sockets;
using Farm.Domain;
using Farm.Transport.Akka;
using Farm.Transport.RabbitMq;

namespace Farm.Transport.Tests.Akka;

/// <summary>
/// A cluster over loopback in which every link is a process's: each has an actor system and a port of its own.
/// </summary>
internal sealed class TestCluster : ITransport
{
    private readonly List<AkkaTransport> transports = [];
    private readonly List<IAsyncDisposable> links = [];

    private readonly BrokerCertificates? certificates;

    private TestCluster(BrokerCertificates? certificates)
    {
        this.certificates = certificates;
        Address = new ClusterAddress(certificates is not null, certificates is null ? "127.0.0.1" : "localhost", FreePort());
    }

    /// <summary>The cluster's address.</summary>
    public ClusterAddress Address { get; }

    /// <summary>What happened, for a test that fails.</summary>
    public List<string> Log { get; } = [];

    /// <summary>A cluster with one coordinator, which listens.</summary>
    /// <param name="certificates">Files of all its members; null encrypts nothing.</param>
    public static async Task<TestCluster> StartAsync(BrokerCertificates? certificates = null)
    {
        var cluster = new TestCluster(certificates);
        var earlier = await cluster.OpenAsync(
            new LedgerIdentity(Guid.NewGuid(), new byte[32]), new Inbox<CoordinatorMessage>());
        cluster.links.Add(earlier);
        return cluster;
    }

    public ValueTask<ICoordinatorLink> OpenAsync(
        LedgerIdentity ledger, IMailbox<CoordinatorMessage> mailbox, CancellationToken cancellation = default) =>
        New().OpenAsync(ledger, mailbox, cancellation);

    public ValueTask<INodeLink> JoinAsync(
        NodeHello hello, int prefetch, IMailbox<NodeMessage> mailbox, CancellationToken cancellation = default) =>
        New().JoinAsync(hello, prefetch, mailbox, cancellation);

    /// <summary>Another process.</summary>
    public AkkaTransport New()
    {
        var transport = new AkkaTransport(new AkkaOptions(Address) { Observer = Hear, Certificates = certificates });
        transports.Add(transport);
        return transport;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in links)
        {
            await link.DisposeAsync();
        }

        await Task.WhenAll(transports.Select(t => t.DisposeAsync().AsTask()));
    }

    /// <summary>Waits until something was told that has a text in it.</summary>
    public async Task HearAsync(string part)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            lock (Log)
            {
                if (Log.Exists(l => l.Contains(part, StringComparison.Ordinal)))
                {
                    return;
                }
            }

            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>What a node of a name says of itself.</summary>
    public static NodeHello Hello(string name) =>
        new(name, "host", "processor", 2, Capabilities.Cpu, "cpu", "simd-128", "1.0.0", [new StudyVersion("study", 1, 1)]);

    /// <summary>A port that nobody listens at.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Hear(TransportEvent happened)
    {
        lock (Log)
        {
            Log.Add($"{DateTime.UtcNow:HH:mm:ss.fff} {happened.Message}");
            if (Environment.GetEnvironmentVariable("FARM_TEST_LOG") is { } file)
            {
                File.AppendAllText(file, Log[^1] + "\n");
            }
        }
    }
}
