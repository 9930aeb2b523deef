using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace Farm.Transport.RabbitMq;

/// <summary>
/// Finds out whether a broker refuses this process's certificate. With TLS 1.3 it says so only after the handshake, and
/// who has begun to talk by then may see no more than a broken connection: so this one only listens.
/// </summary>
internal static class TlsProbe
{
    // Who accepts the certificate waits for the first word.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    /// <summary>Why the broker does not want this process, as one line; null when it does, or is not there.</summary>
    public static async Task<string?> RefusalOfAsync(ConnectionFactory factory, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Silence);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(factory.HostName, factory.Port, limit.Token).ConfigureAwait(false);
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsClientAsync(OptionsOf(factory.Ssl), limit.Token).ConfigureAwait(false);
            return await HearAsync(tls, factory, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception
            is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Listens for an alert: an error that is neither the network's nor the end.</summary>
    private static async Task<string?> HearAsync(
        SslStream tls, ConnectionFactory factory, CancellationToken cancellation)
    {
        try
        {
            await tls.ReadExactlyAsync(new byte[1], cancellation).ConfigureAwait(false);
            return null;
        }
        catch (IOException exception) when (exception.GetBaseException()
            is not (SocketException or EndOfStreamException or OperationCanceledException))
        {
            return factory.Ssl.Certs is null
                ? $"The broker at {factory.HostName} wants a client certificate: "
                    + "give --certificate FILE and --key FILE."
                : $"The broker at {factory.HostName} does not accept this client certificate: "
                    + BrokerFault.LineOf(exception.GetBaseException().Message);
        }
    }

    private static SslClientAuthenticationOptions OptionsOf(SslOption tls) => new()
    {
        TargetHost = tls.ServerName,
        EnabledSslProtocols = tls.Version,
        ClientCertificates = tls.Certs as X509CertificateCollection,
        LocalCertificateSelectionCallback = tls.CertificateSelectionCallback,
        RemoteCertificateValidationCallback = tls.CertificateValidationCallback,
    };
}
