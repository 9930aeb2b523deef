using System.Globalization;
using Farm.Transport.Wire;

namespace Farm.Transport;

/// <summary>Where a cluster of Akka is joined: the address at which a coordinator listens.</summary>
/// <param name="IsSecure">Whether connections are encrypted (<c>akkas</c>).</param>
/// <param name="Host">
/// Host name or IPv4 address, as all processes of the farm write it: it is a part of the coordinator's name.
/// </param>
/// <param name="Port">TCP port.</param>
public sealed record ClusterAddress(bool IsSecure, string Host, int Port) : FarmAddress(IsSecure, Host, Port)
{
    /// <summary>Port unless an address says otherwise.</summary>
    public const int DefaultPort = 4053;

    /// <summary>Scheme of plain connections.</summary>
    public const string Plain = "akka";

    /// <summary>Scheme of encrypted connections.</summary>
    public const string Secure = "akkas";

    private const string Form = "A cluster's address is akka://host or akka://host:port; akkas:// encrypts.";

    /// <summary>Reads <c>akka://host[:port]</c> or <c>akkas://…</c>.</summary>
    /// <exception cref="FormatException">It is none; the message is one line.</exception>
    public static ClusterAddress Parse(string text)
    {
        var isSecure = text.StartsWith(Secure + "://", StringComparison.Ordinal);
        var rest = isSecure ? text[(Secure.Length + 3)..]
            : text.StartsWith(Plain + "://", StringComparison.Ordinal) ? text[(Plain.Length + 3)..]
            : throw new FormatException($"'{WireText.ToLine(text)}' is no cluster's address. {Form}");
        var (host, port) = Split(rest) ?? throw new FormatException($"'{WireText.ToLine(text)}' is no cluster's address. {Form}");
        return new ClusterAddress(isSecure, host, port);
    }

    /// <summary>Reads <c>host[:port]</c>.</summary>
    /// <returns>Null when it is none.</returns>
    /// <param name="text">The text.</param>
    /// <param name="defaultPort">The port when none is written.</param>
    public static (string Host, int Port)? Split(string text, int defaultPort = DefaultPort)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var host = colon < 0 ? text : text[..colon];
        var port = defaultPort;
        if (colon >= 0
            && !(int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
                && port is > 0 and <= ushort.MaxValue))
        {
            return null;
        }

        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 ? (host, port) : null;
    }

    /// <summary>The address as it can be given again.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsSecure ? Secure : Plain)}://{Host}:{Port}");
}
