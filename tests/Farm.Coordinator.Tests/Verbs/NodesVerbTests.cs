using System.Text;
using System.Text.Json;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Terminal;
using Farm.Coordinator.Verbs;
using Farm.Domain;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Verbs;

public sealed class NodesVerbTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    private readonly CoinFarm farm = new();

    public void Dispose() => farm.Dispose();

    [Fact]
    public void Nodes_at_work_are_a_row_each_by_host_with_what_they_compute_and_when_they_were_seen()
    {
        Record(
            Node("b-1", "beta") with { Seen = Now.AddSeconds(-3), Running = "4f2a91c03be7 blocks 12-15" },
            Node("a-1", "alpha") with { State = NodeState.Draining, AuditsFailed = 1 },
            Node("c-1", "gamma") with { Seen = Now.AddSeconds(-20) });

        var answer = Nodes();

        Assert.Equal(4, answer.Lines.Length);
        Assert.Matches("^host +node +device +slots +state +trials/s +seen +shards +failures +audits +computes$", answer.Lines[0]);
        Assert.Matches("^alpha +a-1 +cpu +2 +draining +1,234 +just now +7 +1 +2 good, 1 WRONG$", answer.Lines[1]);
        Assert.Matches("^beta +b-1 +cpu +2 +here +1,234 +3 s ago +7 +1 +2 good +4f2a91c03be7 blocks 12-15$", answer.Lines[2]);
        Assert.Matches("^gamma +c-1 +cpu +2 +unheard +1,234 +20 s ago ", answer.Lines[3]);
        Assert.Empty(answer.Error);
    }

    [Fact]
    public void Nodes_that_left_are_shown_with_all_only()
    {
        Record(
            Node("a", "alpha") with { State = NodeState.Left },
            Node("b", "beta") with { State = NodeState.Lost },
            Node("c", "gamma") with { Seen = Now.AddHours(-5) });

        Assert.Equal(4, Nodes("--all").Lines.Length);
        var answer = Nodes();
        Assert.Empty(answer.Output);
        Assert.Equal(
            $"farm: no node is at work; the last one was seen just now. All that ever were: farm nodes --ledger {farm.Ledger} --all",
            Assert.Single(answer.ErrorLines));
    }

    [Fact]
    public void A_ledger_that_nobody_worked_for_says_so_kindly()
    {
        Record();

        var answer = Nodes();

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.StartsWith($"farm: no node has worked for {farm.Ledger} yet", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
        Assert.Single(Nodes("--format", "csv").Lines);
    }

    [Fact]
    public void Programs_get_every_figure_of_a_node()
    {
        Record(Node("a", "alpha, the \"first\""));

        var csv = Nodes("--format", "csv").Lines;
        using var json = JsonDocument.Parse(Nodes("--format", "json").Output);

        Assert.Equal(
            "host,node,device,backend,processor,slots,farm,state,computes,trials_per_second,joined,seen,shards,trials,failures,audits_passed,audits_failed",
            csv[0]);
        Assert.StartsWith("\"alpha, the \"\"first\"\"\",a,cpu,simd-512,Processor,2,0.2.0,here,,1234.5,", csv[1], StringComparison.Ordinal);
        Assert.Equal(Now, json.RootElement[0].GetProperty("seen").GetDateTimeOffset());
        Assert.Equal(7000, json.RootElement[0].GetProperty("trials").GetInt64());
    }

    [Fact]
    public void Quarantined_hosts_are_named_with_the_reason()
    {
        using (var ledger = SqliteLedgerWriter.Open(farm.Ledger, Now))
        {
            ledger.Record([Node("a", "alpha") with { State = NodeState.Quarantined }]);
            ledger.Quarantine(new QuarantinedHost("alpha", "block 2 differs from beta's", Now));
        }

        var answer = Nodes();

        Assert.Contains(" quarantined ", answer.Lines[1], StringComparison.Ordinal);
        Assert.Equal(
            "farm: host alpha is under quarantine since 2026-03-14 15:09:26Z: block 2 differs from beta's",
            Assert.Single(answer.ErrorLines));
    }

    [Fact]
    public void Status_shows_nodes_confirmed_blocks_and_quarantined_hosts()
    {
        farm.RunSweep();
        using (var ledger = SqliteLedgerWriter.Open(farm.Ledger, Now))
        {
            ledger.Record([Node("a", "alpha")]);
            ledger.Quarantine(new QuarantinedHost("beta", "it was wrong", Now));
            Assert.Equal([BlockFate.Confirmed], ledger.Commit(new LedgerBatch([AgainBy("gamma")], [], Now)));
        }

        var answer = Run("status");

        Assert.Matches("alpha +a +cpu +2 +here ", answer.Output);
        Assert.Contains("\naudits: 1 of 16 stored blocks are confirmed by another host\n", answer.Output, StringComparison.Ordinal);
        Assert.Contains("\nhost beta is under quarantine since ", answer.Output, StringComparison.Ordinal);
    }

    private ArrivedBlock AgainBy(string host)
    {
        using var ledger = SqliteLedgerReader.Open(farm.Ledger);
        var sweep = ledger.Sweeps()[0].Sweep;
        var stored = ledger.Blocks(sweep.Cells[0], sweep.Seed, sweep.BlockSize).First();
        return new ArrivedBlock(
            stored.Key,
            stored.Revision,
            stored.ColumnVersion,
            stored.Keep,
            new BlockResult(stored.Key.Block, stored.Trials, stored.Digest, stored.Summary, [], stored.Elapsed),
            1,
            stored.By with { Host = host });
    }

    private void Record(params NodeRecord[] nodes)
    {
        using var ledger = SqliteLedgerWriter.Open(farm.Ledger, Now);
        ledger.Record(nodes);
    }

    private static NodeRecord Node(string name, string host) => new(
        new NodeHello(name, host, "Processor", 2, Capabilities.Cpu, "cpu", "simd-512", "0.2.0", []),
        NodeState.Here, "", Now.AddHours(-1), Now, 7, 7000, 1234.5, 1, 2, 0);

    private Answer Nodes(params string[] options) => Run(["nodes", .. options]);

    private Answer Run(params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var host = new FarmHost(new StudyCatalog(new CoinStudy()), output, error) { Time = new FixedClock() };
        var code = FarmCommand.Invoke([.. args, "--ledger", farm.Ledger], host);
        Assert.Equal(ExitCode.Good, code);
        return new Answer(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
