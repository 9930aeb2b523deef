using System.Net.Sockets;
using RabbitMQ.Client;

namespace Farm.Transport.RabbitMq;

/// <summary>
/// Sockets whose connection ends when the other host's system has not taken what was sent for a time: its link is cut,
/// or it has no power.
/// </summary>
/// <remarks>
/// The client's own heartbeats notice that as well, but only after five times their interval. For connections that say
/// little: the system also ends one whose peer reads nothing for so long, as brokers do with publishers that they block.
/// Where systems other than Linux have no such option, the heartbeats alone have to do.
/// </remarks>
internal static class ImpatientSocket
{
    private const int TcpLevel = 6;
    private const int UserTimeout = 18;

    /// <summary>Makes them.</summary>
    /// <param name="limit">The time.</param>
    public static Func<AddressFamily, ITcpClient> FactoryOf(TimeSpan limit) => family =>
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(TcpLevel, UserTimeout, BitConverter.GetBytes((int)limit.TotalMilliseconds));
        }

        return new TcpClientAdapter(socket);
    };
}
