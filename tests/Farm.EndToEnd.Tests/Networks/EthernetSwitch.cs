using System.Diagnostics;

namespace Farm.EndToEnd.Tests.Networks;

/// <summary>
/// A network of hosts: a switch in this process that carries the frames of their tap devices, each link as bad as it is
/// told to be. It needs no module of the kernel for delay, loss or narrow links.
/// </summary>
internal sealed unsafe class EthernetSwitch : IDisposable
{
    /// <summary>A whole Ethernet frame of the usual size.</summary>
    private const int LargestFrame = 1_600;
    private const int LongestWaitMs = 50;

    private readonly Lock gate = new();
    private readonly List<SwitchPort> ports = [];
    private readonly PriorityQueue<Frame, (TimeSpan Due, long Number)> underWay = new();
    private readonly Random random;
    private readonly Thread thread;
    private readonly long epoch = Stopwatch.GetTimestamp();
    private long frames;
    private volatile bool isClosed;

    public EthernetSwitch(int seed)
    {
        random = new Random(seed);
        thread = new Thread(Carry) { Name = "switch", IsBackground = true };
        thread.Start();
    }

    /// <summary>Connects a tap device; it is closed with the switch.</summary>
    /// <param name="descriptor">The opened device.</param>
    /// <param name="address">The last byte of its Ethernet address: see <see cref="SwitchPort.AddressOf"/>.</param>
    public SwitchPort Connect(int descriptor, byte address)
    {
        lock (gate)
        {
            var port = new SwitchPort(descriptor, address, new Random(random.Next()), new Random(random.Next()));
            ports.Add(port);
            return port;
        }
    }

    public void Dispose()
    {
        isClosed = true;
        thread.Join();
        foreach (var port in ports)
        {
            _ = NativeMethods.Close(port.Descriptor);
        }
    }

    private TimeSpan Now => Stopwatch.GetElapsedTime(epoch);

    private void Carry()
    {
        var buffer = new byte[LargestFrame];
        while (!isClosed)
        {
            var open = Snapshot();
            Wait(open);
            foreach (var port in open)
            {
                Receive(port, buffer, open);
            }

            Deliver();
        }
    }

    private SwitchPort[] Snapshot()
    {
        lock (gate)
        {
            return [.. ports];
        }
    }

    private void Wait(SwitchPort[] open)
    {
        Span<NativeMethods.PollEntry> entries = stackalloc NativeMethods.PollEntry[open.Length + 1];
        for (var i = 0; i < open.Length; i++)
        {
            entries[i] = new NativeMethods.PollEntry { Descriptor = open[i].Descriptor, Events = NativeMethods.HasInput };
        }

        var wait = underWay.TryPeek(out _, out var due)
            ? Math.Clamp((int)Math.Ceiling((due.Due - Now).TotalMilliseconds), 0, LongestWaitMs)
            : LongestWaitMs;
        fixed (NativeMethods.PollEntry* first = entries)
        {
            _ = NativeMethods.Poll(first, (nuint)open.Length, wait);
        }
    }

    private void Receive(SwitchPort port, byte[] buffer, SwitchPort[] open)
    {
        fixed (byte* bytes = buffer)
        {
            for (var length = 0; (length = (int)NativeMethods.Read(port.Descriptor, bytes, buffer.Length)) > 0;)
            {
                Forward(port, buffer.AsSpan(0, length), open);
            }
        }
    }

    private void Forward(SwitchPort from, ReadOnlySpan<byte> frame, SwitchPort[] open)
    {
        if (from.Out.Arrival(Now, frame.Length) is not { } atSwitch)
        {
            return;
        }

        var isForAll = (frame[0] & 1) != 0;
        byte[]? copy = null;
        foreach (var to in open)
        {
            if (to != from && (isForAll || frame[5] == to.Address) && to.In.Arrival(atSwitch, frame.Length) is { } due)
            {
                copy ??= frame.ToArray();
                underWay.Enqueue(new Frame(to, copy), (due, ++frames));
            }
        }
    }

    private void Deliver()
    {
        while (underWay.TryPeek(out var frame, out var due) && due.Due <= Now)
        {
            underWay.Dequeue();
            fixed (byte* bytes = frame.Bytes)
            {
                // A full queue loses the frame, as it would in any switch.
                _ = NativeMethods.Write(frame.To.Descriptor, bytes, frame.Bytes.Length);
            }
        }
    }

    private readonly record struct Frame(SwitchPort To, byte[] Bytes);
}
