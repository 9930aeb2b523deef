using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Farm.EndToEnd.Tests.Networks;

/// <summary>That the network of the partition tests is as bad as it is told to be, and no worse.</summary>
[Collection(Quiet.Name)]
public sealed class BadNetworkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [SkippableFact]
    public void A_good_link_carries_a_megabyte() => WithLink((_, _, talk) => Assert.Equal(1 << 20, talk.Carry(1 << 20)));

    [SkippableFact]
    public void A_lossy_link_loses_frames_and_still_carries_all_bytes() => WithLink((one, other, talk) =>
    {
        one.Port.Set(new LinkConditions { Loss = 0.05 });
        Assert.Equal(1 << 20, talk.Carry(1 << 20));
        Assert.True(one.Port.Out.Lost > 0, "No frame was lost.");
        Assert.Equal(0, other.Port.In.Lost);
    });

    [SkippableFact]
    public void A_delayed_link_takes_its_time() => WithLink((one, _, talk) =>
    {
        one.Port.Set(new LinkConditions { Delay = TimeSpan.FromMilliseconds(50) });
        var watch = Stopwatch.StartNew();
        Assert.Equal(1, talk.Carry(1));
        Assert.True(watch.ElapsedMilliseconds >= 100, $"There and back took {watch.ElapsedMilliseconds} ms.");
    });

    [SkippableFact]
    public void A_narrow_link_takes_as_long_as_it_is_narrow() => WithLink((one, _, talk) =>
    {
        one.Port.Out.Conditions = new LinkConditions { BytesPerSecond = 100_000 };
        var watch = Stopwatch.StartNew();
        Assert.Equal(100_000, talk.Carry(100_000));
        Assert.True(watch.ElapsedMilliseconds >= 900, $"A second's bytes took {watch.ElapsedMilliseconds} ms.");
    });

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_cut_in_one_direction_carries_nothing_until_it_is_mended(bool isOutward) => WithLink((one, _, talk) =>
    {
        var direction = isOutward ? one.Port.Out : one.Port.In;
        direction.Conditions = LinkConditions.Cut;
        var carried = Task.Run(() => talk.Carry(1_000));
        while (direction.Lost < 3)
        {
            Assert.False(carried.IsCompleted);
            Thread.Yield();
        }

        direction.Conditions = LinkConditions.Good;
        Assert.True(carried.Wait(Patience), "The mended link carries nothing.");
        Assert.Equal(1_000, carried.Result);
    });

    private static void WithLink(Action<NetworkHost, NetworkHost, Talk> test)
    {
        var obstacle = BadNetwork.Obstacle();
        Skip.IfNot(obstacle is null, obstacle);
        using var network = BadNetwork.Create(20260101);
        var (one, other) = (network.Add("one"), network.Add("other"));
        using var talk = new Talk(one, other);
        test(one, other, talk);
    }

    /// <summary>A connection from one host to another that sends back what comes.</summary>
    private sealed class Talk : IDisposable
    {
        private readonly Socket listener;
        private readonly Socket caller;
        private readonly Socket answerer;

        public Talk(NetworkHost one, NetworkHost other)
        {
            listener = other.Do(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            listener.Bind(new IPEndPoint(IPAddress.Parse(other.Address), 5_000));
            listener.Listen();
            caller = one.Do(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            caller.Connect(other.Address, 5_000);
            caller.NoDelay = true;
            answerer = listener.Accept();
            _ = Task.Run(Echo);
        }

        /// <summary>Sends so many bytes and gives how many came back.</summary>
        public int Carry(int bytes)
        {
            var sent = Task.Run(() =>
            {
                for (var left = bytes; left > 0;)
                {
                    left -= caller.Send(new byte[Math.Min(left, 16_384)]);
                }
            });
            var back = 0;
            for (var buffer = new byte[16_384]; back < bytes;)
            {
                back += caller.Receive(buffer);
            }

            sent.Wait();
            return back;
        }

        public void Dispose()
        {
            caller.Dispose();
            answerer.Dispose();
            listener.Dispose();
        }

        private void Echo()
        {
            try
            {
                var buffer = new byte[16_384];
                for (var read = 0; (read = answerer.Receive(buffer)) > 0;)
                {
                    for (var sent = 0; sent < read;)
                    {
                        sent += answerer.Send(buffer.AsSpan(sent, read - sent));
                    }
                }
            }
            catch (SocketException)
            {
                // The test is over.
            }
        }
    }
}
