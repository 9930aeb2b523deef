using Akka.Actor;
using Farm.Domain;
using Farm.Transport.Akka.Coordinators;
using Farm.Transport.Akka.Wire;

namespace Farm.Transport.Akka.Cluster;

/// <summary>
/// Which ledgers this process's coordinators have for themselves: each asks all processes with coordinators before it
/// begins. Used by its porter alone.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="porter">The porter.</param>
internal sealed class LedgerClaims(EngineSession session, IActorRef porter)
{
    private readonly Dictionary<Guid, Claim> claims = [];

    /// <summary>Coordinators that have their ledgers.</summary>
    public int Count => claims.Values.Count(c => c.IsHeld);

    /// <summary>A coordinator begins.</summary>
    /// <param name="link">The coordinator.</param>
    /// <param name="others">Processes that may have one of the same ledger.</param>
    /// <param name="now">The time.</param>
    public void Begin(CoordinatorEngineLink link, IEnumerable<Address> others, DateTimeOffset now)
    {
        if (claims.ContainsKey(link.Ledger))
        {
            link.End(Taken(link.Ledger, session.Address));
            return;
        }

        var claim = new Claim(link, [.. others], now);
        claims.Add(link.Ledger, claim);
        Ask(claim);
        Settle(claim);
    }

    /// <summary>A link has ended.</summary>
    public void End(EngineLink link)
    {
        foreach (var (ledger, claim) in claims.ToArray())
        {
            if (claim.Link == link)
            {
                claims.Remove(ledger);
            }
        }
    }

    /// <summary>Another process asks.</summary>
    public void Answer(ClaimCall call, IActorRef from)
    {
        var isTaken = claims.TryGetValue(call.Ledger, out var own)
            && (own.IsHeld || own.Link.Incarnation.CompareTo(call.Claim) < 0);
        if (own is { IsHeld: false } && !isTaken)
        {
            Lose(own, from.Path.Address);
        }

        from.Tell(new ClaimAnswer(call.Ledger, call.Claim, isTaken), porter);
    }

    /// <summary>Another process answers.</summary>
    public void Hear(ClaimAnswer answer, IActorRef from)
    {
        if (claims.TryGetValue(answer.Ledger, out var claim)
            && claim.Link.Incarnation == answer.Claim
            && claim.Unanswered.Remove(from.Path.Address))
        {
            if (answer.IsTaken)
            {
                Lose(claim, from.Path.Address);
            }
            else
            {
                Settle(claim);
            }
        }
    }

    /// <summary>A process is gone: it has nothing any more.</summary>
    public void Forget(Address process)
    {
        foreach (var claim in claims.Values.Where(c => c.Unanswered.Remove(process)).ToArray())
        {
            Settle(claim);
        }
    }

    /// <summary>Asks again where no answer came, for as long as the coordinator is to wait.</summary>
    public void Tick(DateTimeOffset now)
    {
        foreach (var claim in claims.Values.Where(c => !c.IsHeld).ToArray())
        {
            if (now - claim.Since > claim.Link.TakenPatience)
            {
                Lose(claim, claim.Unanswered.First());
            }
            else
            {
                Ask(claim);
            }
        }
    }

    private void Ask(Claim claim)
    {
        foreach (var other in claim.Unanswered)
        {
            session.TellPorter(other, new ClaimCall(claim.Link.Ledger, claim.Link.Incarnation), porter);
        }
    }

    private static void Settle(Claim claim)
    {
        if (!claim.IsHeld && claim.Unanswered.Count == 0)
        {
            claim.IsHeld = true;
            claim.Link.Claim();
        }
    }

    private void Lose(Claim claim, Address other)
    {
        claims.Remove(claim.Link.Ledger);
        claim.Link.End(Taken(claim.Link.Ledger, other));
    }

    private static TransportException Taken(Guid ledger, Address where) =>
        new(LinkFault.Taken, $"A coordinator of ledger {ledger} is open already at {where.Host}:{where.Port}.");

    private sealed class Claim(CoordinatorEngineLink link, HashSet<Address> unanswered, DateTimeOffset since)
    {
        public CoordinatorEngineLink Link => link;

        public HashSet<Address> Unanswered => unanswered;

        public DateTimeOffset Since => since;

        public bool IsHeld { get; set; }
    }
}
