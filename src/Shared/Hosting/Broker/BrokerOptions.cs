using System.CommandLine;
using Farm.Transport;
using Farm.Transport.RabbitMq;

namespace Farm.Hosting.Broker;

/// <summary>The options of a command line that say how to reach a broker.</summary>
internal sealed class BrokerOptions
{
    private const string AkkaMissing =
        "--transport akka: this build has no Akka.Cluster; make a full one (dotnet build -p:FarmFull=true), or use "
        + "--transport amqp://HOST.";

    private readonly bool hasCluster;
    private readonly Option<string?> transport;

    private readonly Option<string?> credentials = new("--credentials")
    {
        Description = "File with lines user=NAME and password=PASSWORD that only its owner may read "
            + $"[default: {BrokerCredentials.UserVariable} and {BrokerCredentials.PasswordVariable}; else the broker's guest]",
        HelpName = "FILE",
    };

    private readonly Option<string?> authority = new("--ca")
    {
        Description = "With amqps:// and akkas://, certificates (PEM) of the authorities that may vouch for the others [default: the system's]",
        HelpName = "FILE",
    };

    private readonly Option<string?> certificate = new("--certificate")
    {
        Description = "With amqps:// and akkas://, this process's own certificate (PEM).",
        HelpName = "FILE",
    };

    private readonly Option<string?> key = new("--key")
    {
        Description = "The certificate's private key (PEM, not encrypted).",
        HelpName = "FILE",
    };

    private readonly Option<string?> listen = new("--listen")
    {
        Description = "With akka://, where the others reach this process, unless it is the one at the cluster's address. "
            + "[default: the address by which it reaches them, any free port]",
        HelpName = "HOST[:PORT]",
    };

    /// <summary>The options.</summary>
    /// <param name="description">What the broker is for.</param>
    /// <param name="isRequired">Whether there is nothing to do without a broker.</param>
    /// <param name="hasCluster">Whether this build can join a cluster.</param>
    public BrokerOptions(string description, bool isRequired, bool hasCluster = false)
    {
        this.hasCluster = hasCluster;
        transport = new Option<string?>("--transport")
        {
            Description = description,
            HelpName = hasCluster ? "amqp://HOST[:PORT][/VHOST]|akka://HOST[:PORT]" : "amqp://HOST[:PORT][/VHOST]",
            Required = isRequired,
        };
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>Reads them; files and environment are looked at.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public BrokerReading Read(ParseResult parsed, Func<string, string?> variable)
    {
        if (parsed.GetValue(transport) is not { } text)
        {
            var alone = All.FirstOrDefault(o => o != transport && parsed.GetValue(o) is not null);
            return alone is null ? default : BrokerReading.Refuse($"{alone.Name} is of use with --transport only.");
        }

        var isCluster = text.StartsWith("akka", StringComparison.OrdinalIgnoreCase);
        if (isCluster && !hasCluster)
        {
            return BrokerReading.Refuse(AkkaMissing);
        }

        try
        {
            FarmAddress address = isCluster ? ClusterOf(text) : AddressOf(text);
            var files = new BrokerCertificates(
                parsed.GetValue(authority), parsed.GetValue(certificate), parsed.GetValue(key));
            if ((WhyNot(address, files) ?? (isCluster ? WhyNot(files, address, parsed) : WhyNot(parsed))) is { } reason)
            {
                return BrokerReading.Refuse(reason);
            }

            var (ownHost, ownPort) = OwnOf(parsed.GetValue(listen));
            return new BrokerReading(
                new BrokerSettings(
                    address,
                    isCluster ? null : BrokerCredentials.Read(parsed.GetValue(credentials), variable),
                    files == new BrokerCertificates(null, null, null) ? null : files)
                {
                    OwnHost = ownHost,
                    OwnPort = ownPort,
                },
                null);
        }
        catch (FormatException e)
        {
            return BrokerReading.Refuse(e.Message);
        }
    }

    /// <summary>The options as they were given, to be given again: a blank before each, or empty.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="quoted">Makes a value one word of a shell.</param>
    public string TextOf(ParseResult parsed, Func<string, string> quoted) => string.Concat(
        All.Where(o => parsed.GetValue(o) is not null).Select(o => $" {o.Name} {quoted(parsed.GetValue(o)!)}"));

    private IEnumerable<Option<string?>> All => [transport, credentials, authority, certificate, key, .. hasCluster ? new[] { listen } : []];

    private static BrokerAddress AddressOf(string text)
    {
        try
        {
            return BrokerAddress.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"--transport: {e.Message}", e);
        }
    }

    private static ClusterAddress ClusterOf(string text)
    {
        try
        {
            return ClusterAddress.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"--transport: {e.Message}", e);
        }
    }

    private static (string? Host, int Port) OwnOf(string? text) => text is null
        ? (null, 0)
        : ClusterAddress.Split(text, defaultPort: 0)
            ?? throw new FormatException($"--listen: '{text}' is no HOST or HOST:PORT.");

    /// <summary>What a broker has no use for.</summary>
    private string? WhyNot(ParseResult parsed) =>
        hasCluster && parsed.GetValue(listen) is not null ? "--listen is of use with akka:// only." : null;

    /// <summary>What a cluster has no use for, or lacks.</summary>
    private string? WhyNot(BrokerCertificates files, FarmAddress address, ParseResult parsed) =>
        parsed.GetValue(credentials) is not null
            ? "--credentials is of use with amqp:// only: members of a cluster know each other by certificates (akkas://)."
            : address.IsSecure && files.CertificateFile is null
                ? "akkas:// needs --certificate and --key: members show each other who they are."
                : null;

    private static string? WhyNot(FarmAddress address, BrokerCertificates files) =>
        !address.IsSecure && files != new BrokerCertificates(null, null, null)
            ? $"--ca, --certificate and --key are of use with {(address is ClusterAddress ? "akkas" : "amqps")}:// only, and {address} is not encrypted."
            : (files.CertificateFile is null) != (files.KeyFile is null)
                ? "--certificate and --key belong together: a client certificate needs both files."
                : null;
}
