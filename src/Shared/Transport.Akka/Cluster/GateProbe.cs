using System.Net;
using System.Net.Sockets;

namespace Farm.Transport.Akka.Cluster;

/// <summary>Finds out whether somebody listens at the cluster's address, and by which way this process reaches it.</summary>
internal static class GateProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Connects, and closes again.</summary>
    /// <returns>Where this process is to listen, and by which host and port others reach it.</returns>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async Task<(string Bind, string Host, int Port)> ReachAsync(
        AkkaOptions options, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Limit);
        using var probe = new TcpClient(AddressFamily.InterNetwork);
        try
        {
            await probe.ConnectAsync(options.Address.Host, options.Address.Port, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }

        var local = ((IPEndPoint)probe.Client.LocalEndPoint!).Address;
        var bind = IPAddress.IsLoopback(local) && options.OwnHost is null ? local : IPAddress.Any;
        return (bind.ToString(), options.OwnHost ?? local.ToString(), options.OwnPort);
    }
}
