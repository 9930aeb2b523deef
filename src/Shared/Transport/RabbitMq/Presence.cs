using Farm.Domain;

namespace Farm.Transport.RabbitMq;

/// <summary>
/// Who is there, as far as one coordinator knows: a node comes with its hello and is gone with its goodbye, or when the
/// broker no longer has its queue. Used by one thread at a time.
/// </summary>
/// <remarks>
/// A round asks the broker for every node's queue, by sending each its judgement. Orders that come back wait for a
/// round that began after them, so that the coordinator hears of the loss of a node before it hears of what was lost
/// with it.
/// </remarks>
internal sealed class Presence(IMailbox<CoordinatorMessage> mailbox)
{
    /// <summary>From one round to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>From an order's return to the round it waits for, with up to <see cref="QuickNodes"/> nodes.</summary>
    public static readonly TimeSpan QuickInterval = TimeSpan.FromMilliseconds(100);

    private const int QuickNodes = 500;
    private readonly Dictionary<string, Member> members = new(StringComparer.Ordinal);
    private readonly List<(ShardId Shard, Action Settle)> returned = [];
    private int waitingForRound;
    private int unanswered;
    private bool isOpen;
    private DateTimeOffset? roundAt;

    /// <summary>When the next round is due; null when there is nothing to ask.</summary>
    public DateTimeOffset? NextDue =>
        isOpen || (members.Count == 0 && returned.Count == 0) ? null
        : roundAt is not { } last ? DateTimeOffset.MinValue
        : last + (returned.Count > 0 ? QuickInterval * Math.Max(1, members.Count / QuickNodes) : Interval);

    /// <summary>A node said hello.</summary>
    /// <param name="hello">What it said.</param>
    /// <param name="timestamp">When, on the clock's own scale.</param>
    public void Arrive(NodeHello hello, long timestamp)
    {
        if (members.TryGetValue(hello.Name, out var member))
        {
            member.HeardAt = timestamp;
            return;
        }

        members.Add(hello.Name, new Member { HeardAt = timestamp });
        mailbox.Post(new NodeArrived(hello));
    }

    /// <summary>Whether a node is there, as far as is known.</summary>
    public bool Knows(string node) => members.ContainsKey(node);

    /// <summary>A node is gone.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isGoodbye">Whether it said so itself.</param>
    public void Leave(string node, bool isGoodbye)
    {
        if (members.Remove(node))
        {
            mailbox.Post(new NodeLeft(node, isGoodbye));
        }
    }

    /// <summary>Remembers a judgement, which later rounds repeat.</summary>
    public void Judge(string node, NodeJudgement judgement)
    {
        if (members.TryGetValue(node, out var member))
        {
            member.Judgement = judgement;
        }
    }

    /// <summary>Keeps an order that came back until a round has ended.</summary>
    /// <param name="shard">The order.</param>
    /// <param name="settle">Called when the coordinator has been told.</param>
    public void Return(ShardId shard, Action settle) => returned.Add((shard, settle));

    /// <summary>Begins a round: each node there is, with the judgement on it if there is one.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isGrace">Whether nodes may be away for now, so that orders that came back wait on.</param>
    public List<(string Node, NodeJudgement? Judgement)> Begin(DateTimeOffset now, bool isGrace)
    {
        roundAt = now;
        isOpen = true;
        unanswered = members.Count;
        waitingForRound = isGrace ? 0 : returned.Count;
        var asked = members.Select(m => (m.Key, m.Value.Judgement)).ToList();
        EndIfAnswered();
        return asked;
    }

    /// <summary>The broker answered for one node of the round.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isGone">Whether its queue is not there.</param>
    /// <param name="askedAt">When it was asked: a node that said hello since is there.</param>
    public void Answer(string node, bool isGone, long askedAt)
    {
        if (isGone && members.TryGetValue(node, out var member) && member.HeardAt < askedAt)
        {
            Leave(node, isGoodbye: false);
        }

        unanswered--;
        EndIfAnswered();
    }

    /// <summary>The broker went away: an open round gets no more answers, and what came back comes again.</summary>
    public void Restart()
    {
        isOpen = false;
        roundAt = null;
        returned.Clear();
    }

    private void EndIfAnswered()
    {
        if (!isOpen || unanswered > 0)
        {
            return;
        }

        isOpen = false;
        foreach (var (shard, settle) in returned.Take(waitingForRound))
        {
            mailbox.Post(new OrderReturned(shard));
            settle();
        }

        returned.RemoveRange(0, waitingForRound);
    }

    private sealed class Member
    {
        public long HeardAt { get; set; }

        public NodeJudgement? Judgement { get; set; }
    }
}
