using System.Net.Sockets;
using System.Text;
using Farm.Domain;
using Farm.Transport.Akka;
using Farm.Transport.RabbitMq;

namespace Farm.Transport.Tests.Akka;

/// <summary>The contract over an encrypted cluster.</summary>
public sealed class EncryptedAkkaTests : TransportContract, IDisposable
{
    private readonly SecuredCluster secured = new();

    protected override async Task<ITransport> CreateAsync() => await TestCluster.StartAsync(secured.Member());

    public void Dispose() => secured.Dispose();
}

/// <summary>Who is not who he should be is no member of a cluster, and is told why.</summary>
public sealed class ClusterTlsTests : IAsyncLifetime, IDisposable
{
    private readonly SecuredCluster secured = new();
    private readonly SecuredCluster other = new();
    private TestCluster cluster = null!;

    public async Task InitializeAsync() => cluster = await TestCluster.StartAsync(secured.Member());

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    public void Dispose()
    {
        secured.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task A_member_of_another_authority_is_refused_by_the_cluster()
    {
        var stranger = other.Member() with { AuthorityFile = secured.Authority };

        await AssertRefusedAsync(stranger, "does not accept this process's certificate");
    }

    [Fact]
    public async Task A_cluster_that_another_authority_vouches_for_is_refused_by_the_member() =>
        await AssertRefusedAsync(other.Member(), $"not valid by the authorities in '{other.Authority}'");

    [Fact]
    public async Task A_certificate_that_is_good_one_way_only_makes_no_member() =>
        await AssertRefusedAsync(secured.Member("1.3.6.1.5.5.7.3.2"), "does not accept this process's certificate");

    [Fact]
    public async Task Without_an_authority_or_a_certificate_nothing_is_tried()
    {
        await AssertRefusedAsync(null, "needs --ca FILE");
        await AssertRefusedAsync(new BrokerCertificates(null, "c", "k"), "needs --ca FILE");
        await AssertRefusedAsync(new BrokerCertificates(secured.Authority, null, null), "needs --certificate FILE and --key FILE");
    }

    [Fact]
    public async Task A_cluster_under_another_name_than_its_certificate_has_is_refused() => await AssertRefusedAsync(
        secured.Member(), "is not for the name '127.0.0.1', but for localhost", cluster.Address with { Host = "127.0.0.1" });

    [Fact]
    public async Task Whoever_does_not_encrypt_does_not_get_in()
    {
        var transport = new AkkaTransport(new AkkaOptions(cluster.Address with { IsSecure = false })
        {
            FirstConnectPatience = TimeSpan.FromSeconds(1),
        });
        var fault = await Assert.ThrowsAsync<TransportException>(
            async () => await transport.JoinAsync(TestCluster.Hello("plain"), 1, new Inbox<NodeMessage>()));

        Assert.Equal(LinkFault.Unreachable, fault.Fault);
    }

    [Fact]
    public async Task Nothing_of_what_members_say_can_be_read_on_the_way()
    {
        using var listener = new TapListener(cluster.Address.Port);
        var tapped = cluster.Address with { Port = listener.Port };

        // The name of the farm's actor stands in the first words of every plain connection.
        await using var plain = await TestCluster.StartAsync();
        using var plainTap = new TapListener(plain.Address.Port);
        await ProbeAsync(plain.Address with { Port = plainTap.Port }, null);
        await ProbeAsync(tapped, secured.Member());

        Assert.Contains("farm", plainTap.Heard, StringComparison.Ordinal);
        Assert.NotEmpty(listener.Heard);
        Assert.DoesNotContain("farm", listener.Heard, StringComparison.Ordinal);
    }

    /// <summary>Joins by way of a tap: in vain, since the address is not the cluster's own, but not in silence.</summary>
    private static async Task ProbeAsync(ClusterAddress address, BrokerCertificates? certificates)
    {
        await using var transport = new AkkaTransport(new AkkaOptions(address)
        {
            Certificates = certificates,
            FirstConnectPatience = TimeSpan.FromSeconds(1),
        });
        await Assert.ThrowsAsync<TransportException>(
            async () => await transport.JoinAsync(TestCluster.Hello("tapped"), 1, new Inbox<NodeMessage>()));
    }

    private async Task AssertRefusedAsync(BrokerCertificates? certificates, string line, ClusterAddress? address = null)
    {
        await using var transport = new AkkaTransport(
            new AkkaOptions(address ?? cluster.Address) { Certificates = certificates });
        var fault = await Assert.ThrowsAsync<TransportException>(
            async () => await transport.JoinAsync(TestCluster.Hello("stranger"), 1, new Inbox<NodeMessage>()));

        Assert.True(fault.Fault == LinkFault.Refused, $"{fault}");
        Assert.Contains(line, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    /// <summary>Passes a connection on and hears what goes to the cluster.</summary>
    private sealed class TapListener : IDisposable
    {
        private readonly TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        private readonly StringBuilder heard = new();
        private readonly int port;

        public TapListener(int port)
        {
            this.port = port;
            listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        public string Heard
        {
            get
            {
                lock (heard)
                {
                    return heard.ToString();
                }
            }
        }

        public void Dispose() => listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = PassAsync(await listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task PassAsync(TcpClient client)
        {
            try
            {
                using var _ = client;
                using var cluster = new TcpClient("127.0.0.1", port);
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), cluster.GetStream(), isHeard: true),
                    PumpAsync(cluster.GetStream(), client.GetStream(), isHeard: false));
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // One of them has gone.
            }
        }

        private async Task PumpAsync(NetworkStream from, NetworkStream to, bool isHeard)
        {
            var buffer = new byte[4096];
            while (await from.ReadAsync(buffer) is var read and > 0)
            {
                if (isHeard)
                {
                    lock (heard)
                    {
                        heard.Append(Encoding.Latin1.GetString(buffer, 0, read));
                    }
                }

                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
    }
}
