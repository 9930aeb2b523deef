using System.Globalization;

namespace Farm.Transport.RabbitMq;

/// <summary>Where a broker is. Holds no credentials, so it can be shown and logged.</summary>
/// <param name="IsSecure">Whether the connection is encrypted (<c>amqps</c>).</param>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="VirtualHost">The broker's virtual host; <c>/</c> is the broker's own default.</param>
public sealed record BrokerAddress(bool IsSecure, string Host, int Port, string VirtualHost)
    : FarmAddress(IsSecure, Host, Port)
{
    /// <summary>Port of plain connections unless an address says otherwise.</summary>
    public const int DefaultPort = 5672;

    /// <summary>Port of encrypted connections unless an address says otherwise.</summary>
    public const int DefaultSecurePort = 5671;

    private const string Plain = "amqp";
    private const string Secure = "amqps";
    private const string Form =
        "A broker's address is amqp://host, amqp://host:port or amqp://host:port/vhost; amqps:// encrypts.";

    /// <summary>Reads <c>amqp://host[:port][/vhost]</c> or <c>amqps://…</c>.</summary>
    /// <param name="text">
    /// The address; special characters of the virtual host are percent-encoded, as in any URL.
    /// </param>
    /// <exception cref="FormatException">
    /// It is none, or holds credentials; the message is one line and does not repeat them.
    /// </exception>
    public static BrokerAddress Parse(string text)
    {
        // Before anything else, since no other message may repeat a password: a host has no @, a virtual host has %40.
        if (text.Contains('@', StringComparison.Ordinal))
        {
            throw new FormatException(
                "A broker's address holds no user and no password, since others can see it: set FARM_BROKER_USER and "
                + "FARM_BROKER_PASSWORD, or give --credentials FILE.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not (Plain or Secure))
        {
            throw new FormatException($"'{text}' is no broker's address. {Form}");
        }

        if (uri.Host.Length == 0 || uri.Port == 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new FormatException($"'{text}' is no broker's address. {Form}");
        }

        var isSecure = uri.Scheme == Secure;
        var port = uri.Port > 0 ? uri.Port : isSecure ? DefaultSecurePort : DefaultPort;
        return new BrokerAddress(isSecure, uri.IdnHost, port, VirtualHostOf(uri, text));
    }

    /// <summary>The address as it can be given again.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var virtualHost = VirtualHost == "/" ? "" : "/" + Uri.EscapeDataString(VirtualHost);
        return string.Create(
            CultureInfo.InvariantCulture, $"{(IsSecure ? Secure : Plain)}://{host}:{Port}{virtualHost}");
    }

    private static string VirtualHostOf(Uri uri, string text)
    {
        var path = uri.AbsolutePath.TrimStart('/');
        if (path.Contains('/', StringComparison.Ordinal))
        {
            throw new FormatException($"'{text}' names no virtual host: write a / in its name as %2F. {Form}");
        }

        return path.Length == 0 ? "/" : Uri.UnescapeDataString(path);
    }
}
