using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Farm.Transport.Akka.Cluster;

/// <summary>Whether this process could listen at the cluster's address.</summary>
internal static class GatePlace
{
    /// <summary>Whether a host's name or address is this host's, and nobody listens at the port.</summary>
    public static bool IsVacant(string host, int port)
    {
        try
        {
            if (!IsHere(host))
            {
                return false;
            }

            using var listener = new TcpListener(BindOf(host), port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// The interface's address to listen at for a host: all of them, unless the host is written as this host's own inside.
    /// </summary>
    public static IPAddress BindOf(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
            ? IPAddress.Loopback
            : IPAddress.Any;

    private static bool IsHere(string host)
    {
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address).ToHashSet();
        return Dns.GetHostAddresses(host, AddressFamily.InterNetwork).Any(a => IPAddress.IsLoopback(a) || own.Contains(a));
    }
}
