using System.Net;
using System.Net.Sockets;

namespace Farm.Testing;

/// <summary>Ports of this host for servers that tests start.</summary>
public static class FreePorts
{
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;

    /// <summary>Ports that nobody listens on now, all different.</summary>
    /// <remarks>
    /// Below those that the system gives to clients: while a server is away, one that calls it again and again could be
    /// given the server's own port, talk to itself and keep the server from coming back.
    /// </remarks>
    public static int[] Take(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
        {
            var port = Random.Shared.Next(FirstPort, LastPort);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                ports.Add(port);
            }
            catch (SocketException)
            {
                // Another's.
            }
        }

        return [.. ports];
    }
}
