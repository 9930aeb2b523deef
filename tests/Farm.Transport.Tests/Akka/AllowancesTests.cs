using Akka.Actor;
using Farm.Domain;
using Farm.Transport.Akka.Nodes;
using Farm.Transport.Akka.Wire;

namespace Farm.Transport.Tests.Akka;

public sealed class AllowancesTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void One_coordinator_has_all()
    {
        var one = new Peer();
        Allowances.Share(5, [one.Channel], Start);
        Assert.Equal(5, one.Told());
    }

    [Fact]
    public void Idle_ones_share_evenly_and_give_way_to_one_with_work()
    {
        var (idle, busy) = (new Peer(), new Peer());
        Allowances.Share(4, [idle.Channel, busy.Channel], Start);
        Assert.Equal((2, 2), (idle.Told(), busy.Told()));

        busy.HasMore = true;
        busy.Answer();
        Allowances.Share(4, [idle.Channel, busy.Channel], Start);

        // Before the idle one has heard of it, it may still use what it was allowed.
        Assert.Equal((0, 2), (idle.Told(), busy.Told()));
        idle.Answer();
        Allowances.Share(4, [idle.Channel, busy.Channel], Start);
        Assert.Equal((0, 4), (idle.Told(), busy.Told()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Coordinators_with_work_without_end_get_equal_parts_whatever_the_node_holds(int wanted)
    {
        Peer[] peers = [new Peer { HasMore = true }, new Peer { HasMore = true }, new Peer { HasMore = true }];
        CoordinatorChannel[] channels = [.. peers.Select(p => p.Channel)];
        foreach (var peer in peers)
        {
            peer.Answer();
        }

        var now = Start;
        for (var step = 0; step < 3_000; step++)
        {
            now += TimeSpan.FromMilliseconds(10);
            Allowances.Share(wanted, channels, now);
            foreach (var peer in peers)
            {
                peer.Answer();
                peer.Give(now);
            }

            Assert.InRange(peers.Sum(p => p.Held.Count), 0, wanted);

            // The node computes the oldest of all.
            if (peers.Where(p => p.Held.Count > 0).MinBy(p => p.Held.Peek().At) is { } oldest)
            {
                oldest.Channel.Settle(oldest.Held.Dequeue().Order);
            }
        }

        var given = peers.Select(p => p.Given).ToArray();
        Assert.True(given.Min() > 0.9 * given.Max(), string.Join(", ", given));
    }

    [Fact]
    public void A_node_that_wants_nothing_allows_nothing()
    {
        var one = new Peer();
        Allowances.Share(5, [one.Channel], Start);
        Allowances.Share(0, [one.Channel], Start);
        Assert.Equal(0, one.Told());
    }

    /// <summary>A coordinator that hears all that its channel says.</summary>
    private sealed class Peer
    {
        private int version;
        private int allow;

        public CoordinatorChannel Channel { get; } = new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), ActorRefs.Nobody);

        public bool HasMore { get; set; }

        public Queue<(long Order, DateTimeOffset At)> Held { get; } = new();

        public long Given { get; private set; }

        public int Told()
        {
            var batch = Channel.Take(Start, TimeSpan.FromSeconds(1), isWhole: false, 1 << 20).Last();
            (version, allow) = (batch.AllowVersion, batch.Allow);
            return allow;
        }

        public void Answer()
        {
            Told();
            Channel.Hear(
                new CoordinatorBatch(Channel.Id, version, Held.Count, HasMore, false, 0, 0, [], [], default), [], []);
        }

        public void Give(DateTimeOffset now)
        {
            while (Held.Count < allow)
            {
                Assert.True(Channel.Take(new OrderPart(++Given, 1, true, default, default), new ShardId(1, Given), now));
                Held.Enqueue((Given, now));
            }
        }
    }
}
