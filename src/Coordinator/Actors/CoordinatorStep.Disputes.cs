using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <content>
/// Disputes: a block with two answers is asked of a third host, or of this process; whoever is alone with an answer is
/// put under quarantine.
/// </content>
public sealed partial class CoordinatorStep
{
    /// <summary>Disputes that are worked on at a time: one decision often settles many.</summary>
    private const int DisputesAtWork = 16;

    private readonly LinkedList<Dispute> disputes = new();
    private readonly Dictionary<BlockKey, LinkedListNode<Dispute>> disputesByKey = [];

    /// <summary>Blocks that all were asked about: more answers would only open the dispute again and again.</summary>
    private readonly HashSet<BlockKey> unsettled = [];

    private Dispute? askedHere;
    private DateTimeOffset? opinionsAt;

    /// <summary>Those that an earlier life left open.</summary>
    private void OpenDisputes(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        // A slice that is not stored any more is disputed no more: its trial began anew.
        foreach (var incident in plan.Disputes.Where(i => !IsLong || i.Step is not null))
        {
            Open(incident, now, effects);
        }
    }

    private void Open(Incident incident, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var key = incident.Key;
        if (!cellsByKey.TryGetValue(key.Cell, out var cell)
            || incident.Revision != plan.Revision
            || key != KeyOf(cell, key.Block)
            || key.Block >= cell.Layout.Blocks
            || unsettled.Contains(key))
        {
            return;
        }

        if (quarantined.ContainsKey(incident.Other.Host))
        {
            // It does not count: the stored result is what it was before.
            Stand(cell, key, incident.Kept.Host);
            return;
        }

        if (disputesByKey.TryGetValue(key, out var node) && incident.Step < node.Value.Step)
        {
            // What follows a wrong slice says nothing of who computed it.
            Drop(node.Value);
            node = null;
        }

        if (node is null)
        {
            var isKnown = !quarantined.ContainsKey(incident.Kept.Host) || quarantining.Contains(incident.Kept.Host);
            var kept = new Answer(isKnown ? incident.Kept.Host : null, incident.KeptDigest);
            node = disputes.AddLast(new Dispute(key, cell, kept, now, incident.Kept)
            {
                Step = incident.Step,
                Origin = incident.Origin,
            });
            disputesByKey.Add(key, node);
        }
        else if (node.Value.Step != incident.Step)
        {
            // What came of it will be settled by the slice that is disputed.
            return;
        }

        node.Value.Add(new Answer(incident.Other.Host, incident.OtherDigest));
        Decide(node.Value, now, effects);
    }

    /// <summary>What is stored of a disputed block is longer now: the prefix that was disputed is part of it.</summary>
    private void NoteReplaced(ArrivedBlock block, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (disputesByKey.TryGetValue(block.Key, out var node))
        {
            node.Value.Replace(new Answer(block.By.Host, block.Result.Digest, block.Result.PrefixDigest));
            Decide(node.Value, now, effects);
        }
    }

    /// <summary>A dispute is over and the stored result stays: what was to become of the block goes on.</summary>
    private void Stand(CellWork cell, BlockKey key, string? host)
    {
        if (cell.PrefixOf(key.Block) > 0)
        {
            cell.Reopen(key.Block);
            Reopen(cell);
        }
        else if (host is not null && !cell.IsMissing(key.Block))
        {
            AddAudit(key, cell, host);
        }
    }

    private void AskOpinions(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        opinionsAt = null;
        if (disputes.Count == 0 || IsEnding)
        {
            return;
        }

        foreach (var dispute in disputes.Take(DisputesAtWork).ToArray())
        {
            Ask(dispute, now, effects);
        }
    }

    private void Ask(Dispute dispute, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var hosts = dispute.Hosts;
        if (dispute.IsAskedHere || dispute.Opinion?.Node is not null || hosts.Any(quarantining.Contains))
        {
            return;
        }

        if (dispute.Failures < options.AttemptsAtMost)
        {
            if (rota.Next(hosts) is { } node)
            {
                var range = new BlockRange(dispute.Key.Block, 1);
                dispute.Opinion ??= AddAudit(dispute.Cell, range, dispute.Kept.Host ?? "", dispute);
                Assign(dispute.Opinion, node, now, effects);
                return;
            }

            if (nodes.HasServingHostBesides(hosts))
            {
                return;
            }

            if (now < dispute.OpenedAt + options.OpinionPatience)
            {
                opinionsAt = Earlier(opinionsAt, dispute.OpenedAt + options.OpinionPatience);
                return;
            }
        }

        if (askedHere is null)
        {
            askedHere = dispute;
            dispute.IsAskedHere = true;
            Withdraw(dispute.Opinion);
            effects.Add(new ComputeHere(WholeOrder(dispute)));
        }
    }

    private void Withdraw(AuditShard? opinion)
    {
        if (opinion is not null)
        {
            Close(opinion);
        }
    }

    private void HearOpinion(Dispute dispute, ShardReport report, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        dispute.Opinion = null;
        if (dispute.Concerns(report.By) && AnswerOf(dispute, report) is { } answer)
        {
            dispute.Add(answer with { Host = report.By.Host });
            Decide(dispute, now, effects);
        }
        else if (report.Failure is not { Kind: FailureKind.HandedBack or FailureKind.Refused })
        {
            dispute.Failures++;
        }
    }

    private static Answer? AnswerOf(Dispute dispute, ShardReport report)
    {
        if (dispute.Step is { } step)
        {
            return report.Slice is { } slice && slice.Step == step
                && report.Order.Slice!.From.AsSpan().SequenceEqual(dispute.Origin)
                ? new Answer(null, slice.Digest)
                : null;
        }

        var result = report.Results.FirstOrDefault(r => r.Block == dispute.Key.Block && dispute.Cell.Wants(r));
        return result is null ? null : new Answer(null, result.Digest, result.PrefixDigest);
    }

    private void HearOwn(ShardReport report, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var dispute = askedHere;
        askedHere = null;
        if (dispute is null || !IsOpen(dispute))
        {
            return;
        }

        if (dispute.Concerns(report.By) && AnswerOf(dispute, report) is { } answer)
        {
            dispute.Add(answer with { IsHere = true });
            Decide(dispute, now, effects);
        }
        else if (report.Slice is not null)
        {
            // The slice began with a wrong state: an audit finds the slice that led to it.
            Drop(dispute);
            Stand(dispute.Cell, dispute.Key, dispute.Kept.Host ?? "");
        }

        GiveUpWhenStuck(dispute, report.Failure?.Message ?? "no two of the answers agree", now, effects);
    }

    /// <summary>This process was asked, and still nobody knows.</summary>
    private void GiveUpWhenStuck(Dispute dispute, string reason, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (IsOpen(dispute) && dispute.IsAskedHere && askedHere != dispute && !dispute.Hosts.Any(quarantining.Contains))
        {
            Drop(dispute);
            LeaveUnsettled(dispute, reason, now, effects);
        }
    }

    private void LeaveUnsettled(Dispute dispute, string reason, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        unsettled.Add(dispute.Key);
        totals = totals with { UnsettledBlocks = unsettled.Count };
        effects.Add(new TellEvent(new DisputeUnsettled(now, dispute.Key, reason)));
    }

    /// <summary>Settles a dispute if the answers allow it.</summary>
    private void Decide(Dispute dispute, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (dispute.HostWithTwoAnswers is { } fickle)
        {
            PutUnderQuarantine(fickle, $"{Name(dispute)}: it gave two answers", now, effects);
        }
        else if (dispute.Right is { } right)
        {
            Drop(dispute);
            Blame(dispute, right, now, effects);
        }
        else if (dispute.IsUnanimous)
        {
            Drop(dispute);
            Stand(dispute.Cell, dispute.Key, dispute.Kept.Host);
        }
    }

    private void Blame(Dispute dispute, Answer right, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var names = dispute.Answers.Where(a => a.Agrees(right))
            .Select(a => a.IsHere ? "this coordinator" : a.Host ?? "an earlier host").Distinct();
        var reason = $"where {string.Join(" and ", names)} have {Short(right)}";
        foreach (var wrong in dispute.Answers.Where(a => !a.Agrees(right) && a.Host is not null))
        {
            PutUnderQuarantine(wrong.Host!, $"{Name(dispute)}: digest {Short(wrong)} {reason}", now, effects);
        }

        if (!dispute.Kept.Agrees(right))
        {
            if (dispute.Kept.Host is null)
            {
                LeaveUnsettled(dispute, $"what is stored was confirmed, {reason}", now, effects);
            }
        }
        else if (dispute.Step is not null || dispute.Answers.Any(a => a.IsHere))
        {
            // Of a trial's other slices nothing is said yet, and what this process computed goes to no ledger.
            Stand(dispute.Cell, dispute.Key, dispute.Kept.Host);
        }
    }

    private static string Name(Dispute dispute) => $"block {dispute.Key.Block} of cell {dispute.Key.Cell.Id}";

    private static string Short(Answer answer) => Convert.ToHexStringLower(answer.Digest)[..12];

    private bool IsOpen(Dispute dispute) =>
        disputesByKey.TryGetValue(dispute.Key, out var node) && node.Value == dispute;

    private void Drop(Dispute dispute)
    {
        Withdraw(dispute.Opinion);
        dispute.Opinion = null;
        if (disputesByKey.Remove(dispute.Key, out var node))
        {
            disputes.Remove(node);
        }
    }
}
