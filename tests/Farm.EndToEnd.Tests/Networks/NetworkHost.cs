using System.Diagnostics;
using System.Globalization;

namespace Farm.EndToEnd.Tests.Networks;

/// <summary>
/// A host of a network: a network namespace with one device, connected to the switch. What runs in it has a host name
/// of its own.
/// </summary>
internal sealed class NetworkHost : IDisposable
{
    private const string Folder = "/run/netns/";
    private const string Device = "farm0";

    private readonly string space;

    private NetworkHost(string name, string space, byte number, SwitchPort port)
    {
        (Name, this.space, Port) = (name, space, port);
        Address = AddressOf(number);
    }

    /// <summary>Its name, as the programs in it see it.</summary>
    public string Name { get; }

    /// <summary>Its IP address.</summary>
    public string Address { get; }

    /// <summary>Its link.</summary>
    public SwitchPort Port { get; }

    /// <summary>Makes a host.</summary>
    /// <param name="network">The switch that it is connected to.</param>
    /// <param name="prefix">What the names of this network's namespaces begin with.</param>
    /// <param name="name">The host's name.</param>
    /// <param name="number">The last byte of its addresses, 1 to 254.</param>
    public static NetworkHost Create(EthernetSwitch network, string prefix, string name, byte number)
    {
        var space = prefix + name;
        Tool.Run("ip", "netns", "add", space);
        try
        {
            var port = network.Connect(OpenTap(space), number);
            Tool.Run("ip", "-n", space, "link", "set", "lo", "up");
            Tool.Run("ip", "-n", space, "link", "set", Device, "address", SwitchPort.AddressOf(number), "up");
            Tool.Run("ip", "-n", space, "addr", "add", AddressOf(number) + "/24", "dev", Device);
            return new NetworkHost(name, space, number, port);
        }
        catch
        {
            Tool.Run("ip", "netns", "del", space);
            throw;
        }
    }

    /// <summary>The command that starts a program on this host; its process id is the program's.</summary>
    public IReadOnlyList<string> Command(params IReadOnlyList<string> program) =>
    [
        "ip", "netns", "exec", space, "unshare", "--uts", "sh", "-c", "hostname \"$0\" && exec \"$@\"", Name, .. program,
    ];

    /// <summary>Does something, such as opening a socket, on a thread of this host.</summary>
    public T Do<T>(Func<T> something) => InSpace(space, something);

    /// <summary>Kills what still runs on the host and removes it.</summary>
    public void Dispose()
    {
        foreach (var line in Tool.Run("ip", "netns", "pids", space).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Kill(int.Parse(line, CultureInfo.InvariantCulture));
        }

        Tool.Run("ip", "netns", "del", space);
    }

    private static string AddressOf(byte number) => string.Create(CultureInfo.InvariantCulture, $"10.77.0.{number}");

    private static int OpenTap(string space) => InSpace(space, () =>
    {
        const int flags = NativeMethods.ReadWrite | NativeMethods.NonBlocking | NativeMethods.CloseOnExec;
        var descriptor = NativeMethods.Check(NativeMethods.Open("/dev/net/tun", flags), "open /dev/net/tun");
        NativeMethods.MakeTap(descriptor, Device);
        return descriptor;
    });

    /// <summary>Calls on a thread of its own, which enters the namespace and ends there.</summary>
    private static T InSpace<T>(string space, Func<T> something)
    {
        var answer = new TaskCompletionSource<T>();
        var thread = new Thread(() =>
        {
            try
            {
                var handle = NativeMethods.Check(
                    NativeMethods.Open(Folder + space, NativeMethods.CloseOnExec), "open a network namespace");
                NativeMethods.Check(
                    NativeMethods.EnterNamespace(handle, NativeMethods.NewNetwork), "enter a network namespace");
                _ = NativeMethods.Close(handle);
                answer.SetResult(something());
            }
#pragma warning disable CA1031 // Whatever it is, the caller's thread throws it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                answer.SetException(exception);
            }
        });
        thread.Start();
        return answer.Task.GetAwaiter().GetResult();
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            process.WaitForExit();
        }
        catch (ArgumentException)
        {
            // It has just ended by itself.
        }
    }
}
