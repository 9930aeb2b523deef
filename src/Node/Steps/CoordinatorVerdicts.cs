using Farm.Domain;

namespace Farm.Node.Steps;

/// <summary>What the coordinators think of this node.</summary>
internal sealed class CoordinatorVerdicts(NodeOptions options)
{
    private readonly Dictionary<Guid, (NodeJudgement Judgement, DateTimeOffset At)> heard = [];
    private DateTimeOffset? refusedSince;

    /// <summary>When to ask <see cref="RefusedByAll"/> again at the latest, or null.</summary>
    public DateTimeOffset? NextDue => refusedSince + options.RefusalGrace;

    /// <summary>Takes a verdict.</summary>
    /// <returns>Whether the coordinator changed its mind; its first word counts as a change unless it is welcome.</returns>
    public bool Hear(Guid ledger, NodeJudgement judgement, DateTimeOffset now)
    {
        var before = heard.TryGetValue(ledger, out var known) ? known.Judgement.Verdict : NodeVerdict.Serves;
        heard[ledger] = (judgement, now);
        foreach (var (old, (_, at)) in heard)
        {
            if (now - at > options.VerdictMemory)
            {
                heard.Remove(old);
            }
        }

        return before != judgement.Verdict;
    }

    /// <summary>Why the coordinator of a ledger refuses this node; null when it does not.</summary>
    public string? RefusalBy(Guid ledger) =>
        heard.TryGetValue(ledger, out var known) && known.Judgement.Verdict == NodeVerdict.Refused
            ? known.Judgement.Reason
            : null;

    /// <summary>The reason of a refusal, once every coordinator that is there has refused for the time of grace.</summary>
    public string? RefusedByAll(DateTimeOffset now)
    {
        string? reason = null;
        foreach (var (judgement, at) in heard.Values)
        {
            if (now - at <= options.CoordinatorSilence)
            {
                if (judgement.Verdict != NodeVerdict.Refused)
                {
                    refusedSince = null;
                    return null;
                }

                reason = judgement.Reason;
            }
        }

        refusedSince = reason is null ? null : refusedSince ?? now;
        return now - refusedSince >= options.RefusalGrace ? reason : null;
    }
}
