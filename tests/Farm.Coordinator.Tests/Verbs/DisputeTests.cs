using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Logging;
using Farm.Coordinator.Terminal;
using Farm.Coordinator.Verbs;
using Farm.Domain;
using Farm.Studies;
using Serilog.Core;

namespace Farm.Coordinator.Tests.Verbs;

public sealed class DisputeTests : IDisposable
{
    private static readonly DateTimeOffset Later = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly CoinFarm farm = new();
    private readonly StringWriter said = new();

    public DisputeTests() => farm.RunSweep();

    public void Dispose()
    {
        farm.Dispose();
        said.Dispose();
    }

    [Fact]
    public void An_audit_fails_for_an_open_dispute_and_names_both_hosts()
    {
        Contradict();

        var answer = farm.Run("audit");

        Assert.Equal(ExitCode.DigestMismatch, answer.Code);
        Assert.Matches("no two results disagree +WRONG +1 incidents\n", answer.Output);
        Assert.Contains("came with another digest from other on beta than from ", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void An_audit_tells_a_settled_dispute_and_does_not_fail()
    {
        Contradict(quarantined: "beta");

        var answer = farm.Run("audit");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Matches("no two results disagree +good +1 incidents, 1 of them settled\n", answer.Output);
        Assert.Matches(
            "; settled: host beta was put under quarantine at 2999-01-01 00:00:00Z, and stored is the result of ",
            Assert.Single(answer.ErrorLines));
    }

    [Fact]
    public void An_audit_says_when_what_was_taken_back_is_not_there_yet()
    {
        Contradict(quarantined: StoredHost());

        var answer = farm.Run("audit");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.EndsWith("and the block is still to be computed again.", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_whose_disputes_are_settled_is_good_and_says_who_was_wrong()
    {
        Contradict(quarantined: "beta");

        var code = End(Totals with { MismatchedBlocks = 1, QuarantinedHosts = 1, WithdrawnBlocks = 5, AuditedBlocks = 40 });

        Assert.Equal(ExitCode.Good, code);
        Assert.Contains("farm: audit: 40 blocks were computed again by another host and compared.\n", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("farm: 1 hosts were wrong: 5 of their blocks were taken back and computed again.\n", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("farm: host beta is under quarantine since 2999-01-01 00:00:00Z: it was wrong\n", said.ToString(), StringComparison.Ordinal);
        Assert.Contains(" --ledger coins.db --readmit beta\n", said.ToString().Replace(farm.Folder + "/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_with_an_open_dispute_is_exit_code_6()
    {
        Contradict();

        Assert.Equal(ExitCode.DigestMismatch, End(Totals));
        Assert.Contains("1 blocks have two answers, and nobody knows which is right", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_on_one_host_says_what_stays_unaudited()
    {
        Assert.Equal(ExitCode.Good, End(Totals with { UnauditedBlocks = 3 }));
        Assert.Contains("audit: 3 blocks of the sample stay unaudited", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("compared", said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LinkFault.Unreachable, ExitCode.Broker)]
    [InlineData(LinkFault.Refused, ExitCode.Broker)]
    [InlineData(LinkFault.Taken, ExitCode.InUse)]
    public void A_run_whose_link_is_over_has_the_faults_exit_code(LinkFault fault, ExitCode code)
    {
        Assert.Equal(code, Conclude(new FarmOutcome(FarmEnd.LinkFault, Totals) { LinkFault = fault }));
        Assert.Contains("the same command resumes", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_by_a_device_without_equal_bits_is_neither_audited_nor_told_to_match()
    {
        StoreAs("ilgpu-opencl-near");

        var rerun = farm.Run("rerun", "--cell", "side=heads,bias=0.5", "--trial", "0");
        var audit = farm.Run("audit", "--fraction", "1");

        Assert.Equal((ExitCode.Good, ExitCode.Good), (rerun.Code, audit.Code));
        Assert.Contains("NOT COMPARED (block 0)", rerun.Output, StringComparison.Ordinal);
        Assert.Contains("ilgpu-opencl-near", rerun.Error, StringComparison.Ordinal);
        Assert.Contains("without equal bits and were not compared", audit.Output, StringComparison.Ordinal);
    }

    private static FarmTotals Totals => new(16, 800, 0, 0, 0, 0, 16, 1, TimeSpan.FromSeconds(1));

    private ExitCode End(FarmTotals totals) => Conclude(new FarmOutcome(FarmEnd.Completed, totals));

    private ExitCode Conclude(FarmOutcome outcome)
    {
        using var ledger = SqliteLedgerReader.Open(farm.Ledger);
        var study = new CoinStudy();
        var host = new FarmHost(new StudyCatalog(study), Stream.Null, said);
        var settings = new RunSettings(farm.SweepFile, "", farm.Ledger, 2, false, false, null);
        var end = new RunEnd(
            host, ledger.Sweeps()[0].Sweep, study.Description, settings, new FarmEvents(Logger.None, TimeProvider.System));
        return end.Conclude(outcome, 800, 0);
    }

    private string StoredHost()
    {
        using var ledger = SqliteLedgerReader.Open(farm.Ledger);
        var sweep = ledger.Sweeps()[0].Sweep;
        return ledger.Blocks(sweep.Cells[0], sweep.Seed, sweep.BlockSize).First().By.Host;
    }

    /// <summary>Puts a ledger of the same blocks in this one's place, all by a GPU, with digests of its own.</summary>
    private void StoreAs(string backend)
    {
        SweepRecord record;
        StoredBlock[] blocks;
        using (var ledger = SqliteLedgerReader.Open(farm.Ledger))
        {
            record = ledger.Sweeps()[0];
            var sweep = record.Sweep;
            blocks = [.. sweep.Cells.SelectMany(c => ledger.Blocks(c, sweep.Seed, sweep.BlockSize))];
        }

        File.Delete(farm.Ledger);
        using var writer = SqliteLedgerWriter.Open(farm.Ledger, Later);
        writer.Register(record.Sweep, record.Source, Later);
        writer.Commit(new LedgerBatch(
            [
                .. blocks.Select(b => new ArrivedBlock(
                    b.Key, b.Revision, b.ColumnVersion, b.Keep,
                    new BlockResult(b.Key.Block, b.Trials, new byte[32], b.Summary, [], b.Elapsed),
                    1, b.By with { Device = "gpu:0 Model", Backend = backend })),
            ],
            [],
            Later));
    }

    /// <summary>Host beta answers a stored block with another digest.</summary>
    private void Contradict(string? quarantined = null)
    {
        StoredBlock stored;
        using (var ledger = SqliteLedgerReader.Open(farm.Ledger))
        {
            var sweep = ledger.Sweeps()[0].Sweep;
            stored = ledger.Blocks(sweep.Cells[0], sweep.Seed, sweep.BlockSize).First();
        }

        using var writer = SqliteLedgerWriter.Open(farm.Ledger, Later);
        var result = new BlockResult(stored.Key.Block, stored.Trials, new byte[32], stored.Summary, [], stored.Elapsed);
        var other = new ArrivedBlock(
            stored.Key, stored.Revision, stored.ColumnVersion, stored.Keep, result, 1,
            stored.By with { Node = "other", Host = "beta" });
        Assert.Equal([BlockFate.Mismatch], writer.Commit(new LedgerBatch([other], [], stored.At)));
        if (quarantined is not null)
        {
            writer.Quarantine(new QuarantinedHost(quarantined, "it was wrong", Later));
        }
    }
}
