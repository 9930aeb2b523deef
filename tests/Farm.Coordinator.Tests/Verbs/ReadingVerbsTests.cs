using System.Text;
using System.Text.Json;
using Farm.Coordinator.Terminal;
using Farm.Coordinator.Verbs;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Verbs;

public class ReadingVerbsTests
{
    [Fact]
    public void Status_counts_planned_done_set_aside_and_pending_by_cell()
    {
        using var farm = new CoinFarm(() => 130);
        farm.RunSweep();

        var answer = farm.Run("status");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Matches(@"heads +0\.5 +200 +200 +0 +0\n", answer.Output);
        Assert.Matches(@"edge +0\.25 +200 +128 +72 +0\n", answer.Output);
        Assert.Matches(@"all +800 +656 +144 +0\n", answer.Output);
        Assert.Contains("complete but for 4 blocks set aside", answer.Output, StringComparison.Ordinal);
        Assert.Contains("block 2 is set aside after 3 attempts: the coin stood on its edge", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_are_the_same_bytes_for_one_thread_and_for_many()
    {
        using var one = new CoinFarm();
        using var many = new CoinFarm();
        one.Run("run", one.SweepFile, "--threads", "1");
        many.Run("run", many.SweepFile, "--threads", "5");

        foreach (var format in new[] { "csv", "json" })
        {
            Assert.Equal(one.Run("results", "--format", format).Output, many.Run("results", "--format", format).Output);
        }
    }

    [Fact]
    public void Results_in_csv_have_a_row_a_cell_with_what_differs_and_every_measurement()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var lines = farm.Run("results", "--format", "csv").Lines;

        Assert.StartsWith("cell,side,bias,trials,failed,failed_lo,failed_hi,height_mean,", lines[0], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
        Assert.Contains(",heads,0.5,200,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Results_in_json_are_an_object_a_cell()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        using var json = JsonDocument.Parse(farm.Run("results", "--format", "json").Output);

        Assert.Equal(4, json.RootElement.GetArrayLength());
        Assert.Equal(200, json.RootElement[0].GetProperty("trials").GetInt64());
    }

    [Theory]
    [InlineData("flags")]
    [InlineData("all")]
    [InlineData("sums")]
    public void Trials_are_the_same_whatever_was_kept(string keep)
    {
        using var farm = new CoinFarm();
        using var reference = new CoinFarm();
        farm.WriteSweep(CoinFarm.Sweep + $"\nkeep: {keep}\n");
        farm.RunSweep();
        reference.RunSweep();

        var answer = farm.Run("trials", "--cell", "side=heads,bias=0.5");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Empty(answer.Error);
        Assert.Equal("cell,trial,failed,height,spin", answer.Lines[0]);
        Assert.Equal(201, answer.Lines.Length);
        Assert.Equal(reference.Run("trials", "--cell", "side=heads,bias=0.5").Output, answer.Output);
    }

    [Fact]
    public void Blocks_that_another_sweep_brought_are_not_this_sweeps()
    {
        using var farm = new CoinFarm();
        farm.RunSweep("--trials", "128");
        farm.WriteSweep(CoinFarm.Sweep.Replace("name: coins", "name: more", StringComparison.Ordinal));
        farm.RunSweep();

        var trials = farm.Run("trials", "--cell", "side=heads,bias=0.5", "--sweep", "coins");
        var audit = farm.Run("audit", "--sweep", "coins", "--fraction", "1");

        Assert.Equal(1 + 128, trials.Lines.Length);
        Assert.Contains("8 of 8 blocks", audit.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE blocks SET summary = x'FF' WHERE block = 1", ExitCode.Storage, "results")]
    [InlineData("UPDATE blocks SET summary = x'FF' WHERE block = 1", ExitCode.Storage, "audit")]
    [InlineData("UPDATE kept SET bytes = x'FF'", ExitCode.DigestMismatch, "trials", "--cell", "side=heads,bias=0.5")]
    public void What_is_damaged_in_the_ledger_is_told_and_is_no_internal_error(
        string damage, ExitCode code, string verb, params string[] args)
    {
        using var farm = new CoinFarm();
        farm.WriteSweep(CoinFarm.Sweep + "\nkeep: all\n");
        farm.RunSweep();
        Ledger.Given.Sql(farm.Ledger, damage);

        var answer = farm.Run(verb, args);

        Assert.Equal(code, answer.Code);
        Assert.Contains("of cell ", answer.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_that_do_not_have_the_ledgers_digest_are_left_out_with_exit_code_6()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = farm.RunWith(new CoinStudy(shift: 1), "trials", "--cell", "side=heads,bias=0.5", "--format", "jsonl");

        Assert.Equal(ExitCode.DigestMismatch, answer.Code);
        Assert.Empty(answer.Output);
        Assert.Contains("block 0 of cell", answer.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_rerun_prints_the_trial_and_says_match()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = farm.Run("rerun", "--cell", "side=heads,bias=0.5", "--trial", "199");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Contains("trial        199", answer.Output, StringComparison.Ordinal);
        Assert.Matches(@"height +\d+ +mm", answer.Output);
        Assert.Equal("MATCH (block 3)", answer.Lines[^1]);
    }

    [Fact]
    public void A_rerun_that_differs_says_mismatch_with_exit_code_6()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = farm.RunWith(new CoinStudy(shift: 1), "rerun", "--cell", "side=heads,bias=0.5", "--trial", "0");

        Assert.Equal(ExitCode.DigestMismatch, answer.Code);
        Assert.Equal("MISMATCH (block 0)", answer.Lines[^1]);
    }

    [Fact]
    public void A_rerun_of_a_block_set_aside_shows_why_it_fails()
    {
        using var farm = new CoinFarm(() => 130);
        farm.RunSweep();

        var answer = farm.Run("rerun", "--cell", "side=edge,bias=0.5", "--trial", "131");

        Assert.Equal(ExitCode.SetAside, answer.Code);
        Assert.Contains("trial 130: the coin stood on its edge", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rerun_beyond_the_last_trial_is_bad_input()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = farm.Run("rerun", "--cell", "side=heads,bias=0.5", "--trial", "200");

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains("0 to 199", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void An_audit_of_a_sound_ledger_finds_it_good()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = farm.Run("audit", "--fraction", "1");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Contains("800 = 800 + 0 + 0 trials", answer.Output, StringComparison.Ordinal);
        Assert.Contains("16 of 16 blocks", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_audit_that_computes_other_digests_is_exit_code_6_and_names_the_blocks()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = farm.RunWith(new CoinStudy(shift: 1), "audit", "--fraction", "1");

        Assert.Equal(ExitCode.DigestMismatch, answer.Code);
        Assert.Equal(16, answer.ErrorLines.Length);
        Assert.Contains("WRONG", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_share_that_an_audit_computes_depends_on_its_seed_alone()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();
        string Audit(string seed) =>
            farm.RunWith(new CoinStudy(shift: 1), "audit", "--fraction", "0.5", "--seed", seed).Error;

        Assert.Equal(Audit("1"), Audit("1"));
        Assert.NotEqual(Audit("1"), Audit("2"));
    }

    [Fact]
    public void A_cell_without_trials_cannot_be_compared()
    {
        using var farm = new CoinFarm(() => 0);
        farm.RunSweep();

        var answer = farm.Run("compare", "side=heads,bias=0.5", "side=edge,bias=0.5");

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Empty(answer.Output);
        Assert.EndsWith("has no trials in the ledger yet, so there is nothing to compare.", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("csv")]
    public void An_unfinished_sweep_of_many_cells_gets_ten_notes_and_the_number_of_the_others(string format)
    {
        using var farm = new CoinFarm(() => 0);
        farm.WriteSweep("name: many\nstudy: coin\nseed: 7\ntrials: 9\naxes:\n  - {side: [edge], bias: {from: 0, to: 1, points: 13}}\n");
        farm.RunSweep();

        var answer = farm.Run("results", "--format", format);

        string[] all = [.. answer.Lines, .. answer.ErrorLines];
        Assert.Equal(10, all.Count(l => l.Contains("0 of 9 trials so far", StringComparison.Ordinal)));
        Assert.EndsWith("… and 3 more; 'farm status' shows every cell", all[^1].TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_prints_the_difference_of_two_cells()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = farm.Run("compare", "side=heads,bias=0.5", "side=heads,bias=0.25", "--format", "csv");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.StartsWith("failed,", answer.Lines[1], StringComparison.Ordinal);
        Assert.Contains(",differs,", answer.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_shows_cells_and_estimates_and_stores_nothing()
    {
        using var farm = new CoinFarm();

        var answer = farm.Run("plan", farm.SweepFile);

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Matches(@"pending +800 in 16 blocks", answer.Output);
        Assert.Matches(@"estimated time +\d", answer.Output);
        Assert.False(File.Exists(farm.Ledger));
    }

    [Fact]
    public void Sweeps_and_studies_list_what_there_is()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        Assert.Matches(@"coins +coin +7 +4 +800 +800 +0 ", farm.Run("sweeps").Output);
        var study = farm.RunWith(new CoinStudy(), "sweeps");
        Assert.Equal(ExitCode.Good, study.Code);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("status", "--watch")]
    [InlineData("nodes")]
    [InlineData("results")]
    [InlineData("sweeps")]
    [InlineData("audit")]
    [InlineData("trials", "--cell", "aa")]
    [InlineData("rerun", "--cell", "aa", "--trial", "0")]
    [InlineData("compare", "aa", "bb")]
    public void A_ledger_that_is_not_there_is_bad_input_and_is_not_made(params string[] args)
    {
        using var farm = new CoinFarm();

        var answer = farm.Run(args[0], args[1..]);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains(farm.Ledger, Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
        Assert.False(File.Exists(farm.Ledger));
    }

    [Fact]
    public void A_cell_that_is_not_there_is_bad_input()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        Assert.Equal(ExitCode.BadInput, farm.Run("trials", "--cell", "side=heads").Code);
        Assert.Equal(ExitCode.BadInput, farm.Run("trials", "--cell", "zzz").Code);
        var answer = farm.Run("compare", "side=heads,bias=0.5", "bias=7");
        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.StartsWith("farm: SECOND: no cell has bias=7", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_several_sweeps_share_a_ledger_one_must_be_named()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();
        farm.WriteSweep(CoinFarm.Sweep.Replace("name: coins", "name: others", StringComparison.Ordinal));
        farm.RunSweep();

        var unnamed = farm.Run("results");

        Assert.Equal(ExitCode.BadInput, unnamed.Code);
        Assert.Contains("coins, others; say which with --sweep", Assert.Single(unnamed.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Good, farm.Run("results", "--sweep", "others").Code);
        Assert.Equal(ExitCode.BadInput, farm.Run("results", "--sweep", "other").Code);
    }

    [Fact]
    public void A_study_that_this_program_does_not_have_is_bad_input()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = CommandLine.WithoutStudies.Run("results", "--ledger", farm.Ledger);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains("study 'coin'", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_prints_rows_of_name_unit_and_value()
    {
        using var output = new MemoryStream();
        var host = new FarmHost(new StudyCatalog(new CoinStudy()), output, TextWriter.Null);

        var code = FarmCommand.Invoke(["bench", "coin", "--seconds", "1", "--format", "csv"], host);

        Assert.Equal(ExitCode.Good, code);
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("name,unit,value", lines[0]);
        Assert.Matches(@"^coin,trials/s per core,\d+$", lines[1]);
        Assert.All(lines[1..], l => Assert.Matches(@"^[^,]+,[^,]+,[0-9.E+-]+$", l));
    }

    [Fact]
    public void Bench_of_no_such_study_is_bad_input()
    {
        Assert.Equal(ExitCode.BadInput, CommandLine.WithoutStudies.Run("bench", "coin").Code);
    }

    [Fact]
    public void A_report_is_one_page_at_the_place_named()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();
        var page = Path.Combine(farm.Folder, "coins.html");

        var answer = farm.Run("report", "--out", page);

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Contains(page, Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
        Assert.EndsWith("</html>", File.ReadAllText(page).TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(answer.Output);
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_exit_code_4_and_leaves_nothing()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = farm.Run("report", "--out", Path.Combine(farm.Folder, "no", "such", "folder.html"));

        Assert.Equal(ExitCode.Storage, answer.Code);
        Assert.Contains("--out: ", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }
}
