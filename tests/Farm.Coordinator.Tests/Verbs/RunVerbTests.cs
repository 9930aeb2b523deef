using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Terminal;
using Farm.Coordinator.Verbs;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Verbs;

public class RunVerbTests
{
    [Fact]
    public void A_sweep_runs_to_completion_and_shows_its_results_and_what_to_type_next()
    {
        using var farm = new CoinFarm();

        var answer = farm.RunSweep();

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Contains("4 cells, 800 trials, 0 done; 2 threads", answer.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("farm: 800 trials in ", answer.Error, StringComparison.Ordinal);
        Assert.Contains($"farm results --ledger {farm.Ledger} --format csv", answer.Error, StringComparison.Ordinal);
        Assert.Contains("failed", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", answer.Output + answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_sweep_again_has_nothing_left_to_compute()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = farm.RunSweep();

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Contains("nothing was left to compute", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void More_trials_need_an_amendment_and_give_what_one_run_gives()
    {
        using var farm = new CoinFarm();
        using var other = new CoinFarm();
        farm.RunSweep("--trials", "100");

        var refused = farm.RunSweep();
        var amended = farm.RunSweep("--amend");
        other.RunSweep();

        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains("trials 100 → 200", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--amend", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Good, amended.Code);
        Assert.Equal(other.Run("results", "--format", "csv").Output, farm.Run("results", "--format", "csv").Output);
    }

    [Fact]
    public void Another_seed_under_the_same_name_is_refused_even_as_an_amendment()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = farm.RunSweep("--seed", "8", "--amend");

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains("seed 7 → 8", answer.Error, StringComparison.Ordinal);
        Assert.Contains("cannot change the seed", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_of_a_sweep_is_shown_and_no_ledger_is_made()
    {
        using var farm = new CoinFarm();
        farm.WriteSweep(CoinFarm.Sweep.Replace("seed: 7", "sede: 7", StringComparison.Ordinal).Replace("0.25", "2", StringComparison.Ordinal));

        var answer = farm.RunSweep();

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains("coins.yaml:3:1: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains("coins.yaml:6:", answer.Error, StringComparison.Ordinal);
        Assert.EndsWith("nothing was started.", answer.ErrorLines[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(farm.Ledger));
    }

    [Theory]
    [InlineData("--transport", "akka")]
    public void What_another_build_or_address_would_need_is_said_in_one_line(params string[] option)
    {
        using var farm = new CoinFarm();

        var answer = farm.RunSweep(option);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        var line = Assert.Single(answer.ErrorLines);
        Assert.Contains(option[0], line, StringComparison.Ordinal);
        Assert.Contains(BrokerFarm.HasCluster ? "akka://host:port" : "-p:FarmFull=true", line, StringComparison.Ordinal);
        Assert.False(File.Exists(farm.Ledger));
    }

    [Theory]
    [InlineData("other nodes", "--nodes-only")]
    [InlineData("--transport only", "--credentials", "file")]
    [InlineData("holds no user and no password", "--transport", "amqp://user:secret@localhost")]
    [InlineData("no broker's address", "--transport", "localhost")]
    [InlineData("leave --threads out", "--transport", "amqp://localhost", "--nodes-only")]
    [InlineData("from 0 to 1", "--audit-fraction", "1.5")]
    public void Options_of_a_farm_that_make_no_sense_are_refused_before_anything_starts(string part, params string[] options)
    {
        using var farm = new CoinFarm();

        var answer = farm.RunSweep(options);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains(part, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(farm.Ledger));
    }

    [Fact]
    public void A_host_that_is_not_under_quarantine_cannot_be_readmitted()
    {
        using var farm = new CoinFarm();

        var answer = farm.RunSweep("--readmit", "nowhere");

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains("no host 'nowhere' is under quarantine", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--threads", "0")]
    [InlineData("--threads", "many")]
    [InlineData("--threads", "1025")]
    [InlineData("--threads", "4294967297")]
    [InlineData("--device", "tpu")]
    [InlineData("--trials", "-5")]
    [InlineData("--seed", "x")]
    [InlineData("--set", "side=hedas")]
    public void A_wrong_value_is_bad_input_that_names_the_option(string option, string value)
    {
        using var farm = new CoinFarm();

        var answer = farm.RunSweep(option, value);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains(option, answer.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_that_fail_are_set_aside_and_can_be_tried_again()
    {
        var failsFrom = 130L;
        using var farm = new CoinFarm(() => Volatile.Read(ref failsFrom));

        var first = farm.RunSweep();
        var again = farm.RunSweep();
        Volatile.Write(ref failsFrom, -1);
        var retried = farm.RunSweep("--retry-set-aside");

        Assert.Equal(ExitCode.SetAside, first.Code);
        Assert.Contains("the coin stood on its edge", first.Error, StringComparison.Ordinal);
        Assert.Contains("4 blocks are set aside", first.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.SetAside, again.Code);
        Assert.Equal(ExitCode.Good, retried.Code);
        Assert.Contains("4 blocks that were set aside are tried again", retried.Error, StringComparison.Ordinal);
        Assert.Contains("complete", farm.Run("status").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_is_a_closed_ledger_of_its_own()
    {
        using var farm = new CoinFarm();
        var copy = Path.Combine(farm.Folder, "copy.db");

        var answer = farm.RunSweep("--copy-to", copy);

        Assert.Equal(ExitCode.Good, answer.Code);
        using var reader = SqliteLedgerReader.Open(copy);
        Assert.Equal("coins", Assert.Single(reader.Sweeps()).Sweep.Name);
    }

    [Fact]
    public void A_ledger_that_another_coordinator_has_is_exit_code_5()
    {
        using var farm = new CoinFarm();
        using var other = SqliteLedgerWriter.Open(farm.Ledger, DateTimeOffset.UnixEpoch);

        var answer = farm.RunSweep();

        Assert.Equal(ExitCode.InUse, answer.Code);
        Assert.Single(answer.ErrorLines);
    }

    [Fact]
    public void A_file_that_is_no_ledger_is_exit_code_4_and_stays_as_it_is()
    {
        using var farm = new CoinFarm();
        File.WriteAllText(farm.Ledger, "my diary");

        var answer = farm.RunSweep();

        Assert.Equal(ExitCode.Storage, answer.Code);
        Assert.Single(answer.ErrorLines);
        Assert.Equal("my diary", File.ReadAllText(farm.Ledger));
    }

    [Fact]
    public void A_folder_in_place_of_a_ledger_is_told_and_gets_no_lock_beside_it()
    {
        using var farm = new CoinFarm();
        Directory.CreateDirectory(farm.Ledger);

        Assert.All(
            new[] { farm.RunSweep(), farm.Run("status") },
            answer =>
            {
                Assert.Equal(ExitCode.BadInput, answer.Code);
                Assert.EndsWith("is a folder; give a file as --ledger.", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
            });
        Assert.False(File.Exists(farm.Ledger + ".lock"));
    }

    [Theory]
    [InlineData(ExitCode.Interrupted)]
    [InlineData(ExitCode.Terminated)]
    public void An_interruption_stops_cleanly_with_its_own_exit_code_and_says_how_to_resume(ExitCode cause)
    {
        using var farm = new CoinFarm();
        using var error = new StringWriter();
        using var interruption = new Interruption();
        var host = new FarmHost(new StudyCatalog(new CoinStudy()), Stream.Null, error) { Interruption = interruption };
        interruption.Request(cause);

        string[] options = ["--trials", "100000000", "--seed", "3", "--set", "side=edge,heads"];
        var code = FarmCommand.Invoke(["run", farm.SweepFile, .. options, "--ledger", farm.Ledger], host);

        Assert.Equal(cause, code);
        Assert.Contains(
            $"to resume: farm run {farm.SweepFile} --ledger {farm.Ledger} --trials 100000000 --seed 3 --set 'side=edge,heads'",
            Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), l => l.Contains("pending", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.DoesNotContain("warning", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Interrupted", farm.Run("logs", "--event", "Interrupted").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_folder_that_cannot_be_made_is_one_warning_and_no_fault()
    {
        using var farm = new CoinFarm();
        File.WriteAllText(farm.Ledger + ".logs", "a file is in the way");

        var answer = farm.RunSweep();

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Single(answer.ErrorLines, l => l.StartsWith("farm: warning: no log is written", StringComparison.Ordinal));
    }
}
