using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <content>Nodes: who may serve, how they are doing, and what the ledger is told of them.</content>
public sealed partial class CoordinatorStep
{
    private readonly NodeRoster nodes = new();
    private DateTimeOffset? recordsAt;
    private DateTimeOffset lastRecords = DateTimeOffset.MinValue;

    private void Welcome(NodeHello hello, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        var judgement = JudgementOf(hello);
        if (nodes.Add(hello, hello.Capability == options.Capability, judgement, now))
        {
            effects.Add(new TellEvent(new NodeJoined(now, hello)));
            if (judgement.Verdict == NodeVerdict.Refused)
            {
                effects.Add(new TellEvent(new NodeRefused(now, hello.Worker(0), judgement.Reason)));
            }
        }

        rota.Update(nodes.Find(hello.Name)!);
        effects.Add(new JudgeNode(hello.Name, judgement));
    }

    private NodeJudgement JudgementOf(NodeHello hello)
    {
        if (quarantined.TryGetValue(hello.Host, out var host))
        {
            return new NodeJudgement(NodeVerdict.Quarantined, host.Reason);
        }

        if (hello.Release != options.Release)
        {
            return Refused($"node {hello.Name} on {hello.Host} is Farm {hello.Release}, this coordinator is Farm "
                + $"{options.Release}: use the same release on both");
        }

        var study = hello.Studies.FirstOrDefault(s => s.Study == plan.Sweep.Study);
        return study is null
            ? Refused($"node {hello.Name} on {hello.Host} does not know study '{plan.Sweep.Study}', revision "
                + $"{plan.Revision} of which this coordinator wants")
            : study.Revision != plan.Revision || study.ColumnVersion != plan.ColumnVersion
                ? Refused($"node {hello.Name} on {hello.Host} has revision {study.Revision}, column version "
                    + $"{study.ColumnVersion} of study '{study.Study}', this coordinator wants {plan.Revision}, "
                    + $"{plan.ColumnVersion}: use the same release on both")
                : NodeJudgement.Serves;

        static NodeJudgement Refused(string reason) => new(NodeVerdict.Refused, reason);
    }

    /// <summary>A node has refused an order: it has another revision, whatever it said of itself, or lacks a cell's data.</summary>
    private void Refuse(WorkerName by, string reason, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (nodes.Find(by.Node) is { Judgement.Verdict: NodeVerdict.Serves } node)
        {
            Judge(node, new NodeJudgement(NodeVerdict.Refused, reason), effects);
            effects.Add(new TellEvent(new NodeRefused(now, by, reason)));
        }
    }

    private void Judge(NodeEntry node, NodeJudgement judgement, List<CoordinatorEffect> effects)
    {
        nodes.Judge(node, judgement);
        rota.Update(node);
        effects.Add(new JudgeNode(node.Hello.Name, judgement));
    }

    private void Note(NodeStatus status, DateTimeOffset now)
    {
        if (nodes.Note(status, now) is { } node && node.Serves != (node.Turn is not null))
        {
            rota.Update(node);
        }
    }

    /// <summary>Tells the ledger how nodes are doing, now and then while something changes.</summary>
    private void RecordNews(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (!nodes.HasNews)
        {
            recordsAt = null;
            return;
        }

        recordsAt ??= lastRecords + options.NodeRecordInterval > now ? lastRecords + options.NodeRecordInterval : now;
        if (now >= recordsAt)
        {
            lastRecords = now;
            recordsAt = null;
            RecordNodes(effects);
        }
    }

    private void RecordNodes(List<CoordinatorEffect> effects)
    {
        if (nodes.HasNews)
        {
            effects.Add(new RecordNodes([.. nodes.TakeNews().Select(n => n.Record(RunningOn(n)))]));
        }
    }

    /// <summary>What a node's slots compute for this ledger.</summary>
    private string RunningOn(NodeEntry node) =>
        node.Gone is not null || node.Status is null
            ? ""
            : string.Join(", ", node.Status.Running.Where(r => r.Ledger == ledger).Select(Describe));

    private string Describe(RunningShard running) => Find(running.Shard) switch
    {
        null => running.Cell,
        { Blocks.Count: 1 } one => $"{running.Cell} block {one.Blocks.First}",
        var more => $"{running.Cell} blocks {more.Blocks.First}-{more.Blocks.End - 1}",
    };
}
