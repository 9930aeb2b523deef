using System.Net;
using System.Net.Sockets;
using Farm.Testing.Broker;
using Farm.Transport.RabbitMq;

namespace Farm.Transport.Tests.RabbitMq;

/// <summary>A broker set up by the commands of <c>docs/SECURITY.md</c>, but for its name and port.</summary>
public sealed class SecuredBroker : IAsyncLifetime
{
    /// <summary>The collection's name.</summary>
    public const string Collection = "secured broker";

    private const string OpenSsl = "/usr/bin/openssl";
    private readonly string folder = Directory.CreateTempSubdirectory("farm-secured-").FullName;
    private readonly int port = FreePort();
    private TestBroker? broker;

    /// <summary>Why there is none; null when there is.</summary>
    private static string? Absence =>
        TestBroker.Absence
        ?? (Environment.GetEnvironmentVariable(TestBroker.Variable) is not null
            ? $"{TestBroker.Variable} names a broker, and these tests need one that they may set up."
            : null)
        ?? (File.Exists(OpenSsl) ? null : "No openssl: run 'apt-get install openssl'.");

    /// <summary>Its address; skips the test when there is no broker.</summary>
    public BrokerAddress Address
    {
        get
        {
            Skip.If(Absence is not null, Absence);
            return new BrokerAddress(IsSecure: true, "localhost", port, "farm");
        }
    }

    /// <summary>The files of a coordinator or a node.</summary>
    public BrokerCertificates Certificates => new(PathOf("ca.pem"), PathOf("node.pem"), PathOf("node.key"));

    /// <summary>The coordinator's login.</summary>
    public BrokerLogin Coordinator => LoginOf("coordinator.credentials");

    /// <summary>The node's login.</summary>
    public BrokerLogin Node => LoginOf("node.credentials");

    /// <summary>A file beside the certificates.</summary>
    public string PathOf(string file) => Path.Combine(folder, file);

    /// <summary>How a process with a login reaches it.</summary>
    public RabbitMqOptions Options(BrokerLogin login) => new(Address)
    {
        Login = login,
        Certificates = Certificates,
        TakenPatience = TimeSpan.Zero,
    };

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Absence is not null)
        {
            return;
        }

        var configuration = SecurityGuide.Configuration
            .Replace("/etc/rabbitmq/tls", folder, StringComparison.Ordinal)
            .Replace("listeners.ssl.default = 5671", $"listeners.ssl.1 = 127.0.0.1:{port}", StringComparison.Ordinal);
        await Shell.RunAsync(OfThisHost(SecurityGuide.CertificateCommands), folder);
        await Shell.RunAsync(SecurityGuide.CredentialCommands, folder);
        broker = await TestBroker.StartAsync(configuration.Split('\n'));
        await broker.ShellAsync(SecurityGuide.PermissionCommands, folder);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (broker is not null)
        {
            await broker.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string OfThisHost(string commands) =>
        commands.Replace("broker.example.org", "localhost", StringComparison.Ordinal);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private BrokerLogin LoginOf(string file)
    {
        var lines = File.ReadAllLines(PathOf(file)).Select(l => l.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        return new BrokerLogin(lines["user"], lines["password"]);
    }
}
