using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Farm.Transport.RabbitMq;
using Farm.Transport.Wire;

namespace Farm.Transport.Akka.Cluster;

/// <summary>Finds out whether somebody listens at the cluster's address, and by which way this process reaches it.</summary>
internal static class GateProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>How long to listen for word that this process's certificate is not accepted.</summary>
    private static readonly TimeSpan AlertLimit = TimeSpan.FromMilliseconds(300);

    /// <summary>Connects, and closes again.</summary>
    /// <param name="options">The cluster.</param>
    /// <param name="trust">How to encrypt; null when that is not wanted.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Where this process is to listen, and by which host and port others reach it.</returns>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="TransportException">One of the two does not accept the other.</exception>
    public static async Task<(string Bind, string Host, int Port)> ReachAsync(
        AkkaOptions options, ClusterTrust? trust, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Limit);
        using var probe = new TcpClient(AddressFamily.InterNetwork);
        try
        {
            await probe.ConnectAsync(options.Address.Host, options.Address.Port, patience.Token).ConfigureAwait(false);
            var local = ((IPEndPoint)probe.Client.LocalEndPoint!).Address;
            if (trust is not null)
            {
                await IntroduceAsync(probe, trust, options.Address, patience.Token).ConfigureAwait(false);
            }

            var bind = IPAddress.IsLoopback(local) && options.OwnHost is null ? local : IPAddress.Any;
            return (bind.ToString(), options.OwnHost ?? local.ToString(), options.OwnPort);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
    }

    private static async Task IntroduceAsync(
        TcpClient probe, ClusterTrust trust, ClusterAddress address, CancellationToken cancellation)
    {
        await using var tls = new SslStream(probe.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(trust.Probe, cancellation).ConfigureAwait(false);
        }
        catch (AuthenticationException exception)
        {
            throw CertificateFiles.Fault(
                $"No encrypted connection to {address}: {WireText.ToLine(exception.GetBaseException().Message)}", exception);
        }

        using var listening = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        listening.CancelAfter(AlertLimit);
        try
        {
            await tls.ReadExactlyAsync(new byte[1], listening.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It waits for this process to speak: all is well.
        }
        catch (IOException exception) when (exception.GetBaseException() is not SocketException)
        {
            throw CertificateFiles.Fault(
                $"The coordinator at {address} does not accept this process's certificate: "
                + WireText.ToLine(exception.GetBaseException().Message),
                exception);
        }
    }
}
