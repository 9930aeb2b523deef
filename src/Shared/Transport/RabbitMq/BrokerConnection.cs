using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Farm.Transport.RabbitMq;

/// <summary>How every connection to a broker is made.</summary>
internal static class BrokerConnection
{
    /// <summary>
    /// A factory of connections that do not recover by themselves and notice a silent peer after 4 s; with
    /// <c>amqps</c>, TLS 1.2 or newer and the broker's name verified.
    /// </summary>
    /// <param name="address">The broker.</param>
    /// <param name="login">
    /// Who connects; null is the broker's own <c>guest</c>, whom it lets in from its host only.
    /// </param>
    /// <param name="certificates">Files for <c>amqps</c>; null trusts the system's authorities and shows none.</param>
    /// <exception cref="TransportException">
    /// <see cref="Domain.LinkFault.Refused"/>: a file is missing or does not hold what it should, or files are given
    /// for a connection that is not encrypted.
    /// </exception>
    public static ConnectionFactory FactoryOf(
        BrokerAddress address, BrokerLogin? login, BrokerCertificates? certificates)
    {
        var factory = new ConnectionFactory
        {
            HostName = address.Host,
            Port = address.Port,
            VirtualHost = address.VirtualHost,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(4),

            // What is longer than a message may be must still arrive, to be refused: a connection that breaks at it
            // would get it again and break for ever. This is what brokers let through at most unless told otherwise.
            MaxInboundMessageBodySize = 128 << 20,
            Ssl = address.IsSecure ? TlsOf(address, certificates) : PlainOf(address, certificates),
        };
        if (login is not null)
        {
            (factory.UserName, factory.Password) = (login.User, login.Password);
        }

        return factory;
    }

    /// <summary>Opens a connection.</summary>
    /// <param name="factory">What <see cref="FactoryOf"/> gave.</param>
    /// <param name="name">What the broker shows to its administrator.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TransportException">The broker does not accept this process's certificate.</exception>
    public static async Task<IConnection> OpenAsync(
        ConnectionFactory factory, string name, CancellationToken cancellation)
    {
        try
        {
            return await factory.CreateConnectionAsync(name, cancellation).ConfigureAwait(false);
        }
        catch (BrokerUnreachableException) when (factory.Ssl.Enabled)
        {
            if (await TlsProbe.RefusalOfAsync(factory, cancellation).ConfigureAwait(false) is { } refusal)
            {
                throw CertificateFiles.Fault(refusal);
            }

            throw;
        }
    }

    private static SslOption PlainOf(BrokerAddress address, BrokerCertificates? certificates) =>
        certificates is null or { AuthorityFile: null, CertificateFile: null, KeyFile: null }
            ? new SslOption { Enabled = false }
            : throw CertificateFiles.Fault($"Certificates are of use with amqps:// only: {address} is not encrypted.");

    private static SslOption TlsOf(BrokerAddress address, BrokerCertificates? certificates)
    {
        var tls = new SslOption(address.Host, enabled: true)
        {
            Version = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        var trust = new BrokerTrust(address.Host, certificates?.AuthorityFile);
        tls.CertificateValidationCallback = (_, certificate, chain, errors) => trust.Accept(certificate, chain, errors);
        if (CertificateFiles.ReadOwn(certificates?.CertificateFile, certificates?.KeyFile) is { } own)
        {
            tls.Certs = own;
            tls.CertificateSelectionCallback = (_, _, _, _, _) => own[0];
        }

        return tls;
    }
}
