using System.Text.Json;
using Farm.Domain;
using Farm.Hosting;
using Farm.Transport;

namespace Farm.Node.Tests;

public sealed class NodeCommandTests : IDisposable
{
    private readonly NodeProcess node = new();

    public void Dispose() => node.Dispose();

    [Fact]
    public async Task A_node_computes_what_is_ordered_and_drains_when_it_is_stopped()
    {
        var (link, heard) = await node.OpenAsync();
        var ended = node.StartAsync("--name", "n1");
        var arrived = await heard.NextAsync<NodeArrived>();
        Assert.Equal(("n1", 1, "cpu"), (arrived.Node.Name, arrived.Node.Slots, arrived.Node.Device));

        link.Publish(Capabilities.Cpu, Orders.Order(1));
        Assert.Null((await heard.NextAsync<ReportArrived>()).Report.Failure);
        node.Interruption.Request(ExitCode.Terminated);

        Assert.Equal(ExitCode.Good, await ended);
        Assert.Contains("farm-node n1: joined amqp://nowhere:5672 as n1 with 1 slot of cpu", node.Error, StringComparison.Ordinal);
        Assert.Contains("sweep sweep of ledger", node.Error, StringComparison.Ordinal);
        Assert.Contains("drained: no shard finished, no shard handed back", node.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_every_coordinator_refuses_ends_with_7_and_says_why()
    {
        const string Reason = "Node n1 has farm 0.0.9, the coordinator 0.1.0: use the same release on both.";
        var (link, heard) = await node.OpenAsync();
        var ended = node.StartAsync("--name", "n1");
        await heard.NextAsync<NodeArrived>();
        link.Judge("n1", new NodeJudgement(NodeVerdict.Refused, Reason));

        Assert.Equal(ExitCode.Broker, await ended);
        Assert.Contains($"left, since every coordinator refuses this node ({Reason})", node.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quarantined_node_ends_with_6_and_says_why()
    {
        var (link, heard) = await node.OpenAsync();
        var ended = node.StartAsync("--name", "n1");
        await heard.NextAsync<NodeArrived>();
        link.Judge("n1", new NodeJudgement(NodeVerdict.Quarantined, "Block 3 was wrong."));

        Assert.Equal(ExitCode.DigestMismatch, await ended);
        Assert.Contains("results of this host were wrong (Block 3 was wrong.)", node.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_with_7()
    {
        await node.Transport.JoinAsync(Orders.Hello(1) with { Name = "n1" }, 1, new Mailbox<NodeMessage>());

        Assert.Equal(ExitCode.Broker, await node.StartAsync("--name", "n1"));
        Assert.Contains("error: A node named n1 is there already.", node.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_are_shipped_to_coordinators_and_what_reports_say_is_not()
    {
        var (link, heard) = await node.OpenAsync();
        var ended = node.StartAsync("--name", "n1");
        await heard.NextAsync<NodeArrived>();
        link.Publish(Capabilities.Cpu, Orders.Order(1) with { Revision = 9 });
        Assert.Equal(FailureKind.Refused, (await heard.NextAsync<ReportArrived>()).Report.Failure?.Kind);
        node.Observer!(new BrokerLost("amqp://nowhere:5672", "Gone."));

        var warning = (await heard.NextAsync<NodeWarned>()).Warning;
        Assert.Equal(("n1", nameof(BrokerLost), false, 0L), (warning.Node, warning.Event, warning.IsError, warning.Dropped));
        Assert.Contains("Gone.", warning.Message, StringComparison.Ordinal);
        node.Interruption.Request(ExitCode.Interrupted);
        Assert.Equal(ExitCode.Good, await ended);
        Assert.Contains("warning: shard 1-1: Refused:", node.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_line_of_the_log_file_names_the_node_and_those_of_shards_the_shard()
    {
        var folder = Directory.CreateTempSubdirectory("farm-node-");
        var file = Path.Combine(folder.FullName, "node.jsonl");
        var (link, heard) = await node.OpenAsync();
        var ended = node.StartAsync("--name", "n1", "--log", file);
        link.Publish(Capabilities.Cpu, Orders.Order(1));
        await heard.NextAsync<ReportArrived>();
        node.Interruption.Request(ExitCode.Terminated);
        await ended;

        var lines = File.ReadAllLines(file).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("Properties")).ToArray();
        Assert.All(lines, l => Assert.Equal("n1", l.GetProperty("node").GetString()));
        var done = Assert.Single(lines, l => l.GetProperty("event").GetString() == "ShardDone");
        Assert.Equal(
            ("1-1", "sweep", Orders.Cell.Id, 0),
            (
                done.GetProperty("shard").GetString(),
                done.GetProperty("sweep").GetString(),
                done.GetProperty("cell").GetString(),
                done.GetProperty("slot").GetInt32()));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("'--transport' is required")]
    [InlineData("Did you mean", "--trasport", "amqp://host")]
    [InlineData("holds no user and no password", "--transport", "amqp://user:secret@host")]
    [InlineData("-p:FarmFull=true", "--transport", "amqp://host", "--device", "gpu:1")]
    [InlineData("neither cpu nor gpu", "--transport", "amqp://host", "--device", "tpu")]
    [InlineData("from 1 to 1024", "--transport", "amqp://host", "--slots", "0")]
    [InlineData("is no name", "--transport", "amqp://host", "--name", "a b")]
    [InlineData("cannot be written", "--transport", "amqp://host", "--log", "/nowhere/at/all.jsonl")]
    [InlineData("cannot be read", "--transport", "amqp://host", "--credentials", "/nowhere/at/all")]
    public void What_cannot_be_followed_is_bad_input(string part, params string[] args)
    {
        Assert.Equal(ExitCode.BadInput, node.Run(args));
        Assert.Contains(part, node.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", node.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_has_examples_and_tells_how_it_ends()
    {
        Assert.Equal(ExitCode.Good, node.Run("--help"));
        Assert.Contains("farm-node --transport amqp://broker", node.Output, StringComparison.Ordinal);
        Assert.Contains("SIGTERM", node.Output, StringComparison.Ordinal);
    }
}
