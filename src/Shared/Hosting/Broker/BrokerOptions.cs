using System.CommandLine;
using Farm.Transport.RabbitMq;

namespace Farm.Hosting.Broker;

/// <summary>The options of a command line that say how to reach a broker.</summary>
internal sealed class BrokerOptions
{
    private const string AkkaMissing =
        "--transport akka: it needs the assembly Farm.Transport.Akka of a full build (-p:FarmFull=true), which belongs to "
        + "a later version; use --transport amqp://HOST.";

    private readonly Option<string?> transport;

    private readonly Option<string?> credentials = new("--credentials")
    {
        Description = "File with lines user=NAME and password=PASSWORD that only its owner may read "
            + $"[default: {BrokerCredentials.UserVariable} and {BrokerCredentials.PasswordVariable}; else the broker's guest]",
        HelpName = "FILE",
    };

    private readonly Option<string?> authority = new("--ca")
    {
        Description = "With amqps://, certificates (PEM) of the authorities that may vouch for the broker [default: the system's]",
        HelpName = "FILE",
    };

    private readonly Option<string?> certificate = new("--certificate")
    {
        Description = "With amqps://, this process's own certificate (PEM).",
        HelpName = "FILE",
    };

    private readonly Option<string?> key = new("--key")
    {
        Description = "The certificate's private key (PEM, not encrypted).",
        HelpName = "FILE",
    };

    /// <summary>The options.</summary>
    /// <param name="description">What the broker is for.</param>
    /// <param name="isRequired">Whether there is nothing to do without a broker.</param>
    public BrokerOptions(string description, bool isRequired) => transport = new Option<string?>("--transport")
    {
        Description = description,
        HelpName = "amqp://HOST[:PORT][/VHOST]",
        Required = isRequired,
    };

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

        if (text.StartsWith("akka", StringComparison.OrdinalIgnoreCase))
        {
            return BrokerReading.Refuse(AkkaMissing);
        }

        try
        {
            var address = AddressOf(text);
            var files = new BrokerCertificates(
                parsed.GetValue(authority), parsed.GetValue(certificate), parsed.GetValue(key));
            return WhyNot(address, files) is { } reason
                ? BrokerReading.Refuse(reason)
                : new BrokerReading(
                    new BrokerSettings(
                        address,
                        BrokerCredentials.Read(parsed.GetValue(credentials), variable),
                        files == new BrokerCertificates(null, null, null) ? null : files),
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

    private IEnumerable<Option<string?>> All => [transport, credentials, authority, certificate, key];

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

    private static string? WhyNot(BrokerAddress address, BrokerCertificates files) =>
        !address.IsSecure && files != new BrokerCertificates(null, null, null)
            ? $"--ca, --certificate and --key are of use with amqps:// only, and {address} is not encrypted."
            : (files.CertificateFile is null) != (files.KeyFile is null)
                ? "--certificate and --key belong together: a client certificate needs both files."
                : null;
}
