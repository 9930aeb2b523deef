using Farm.Coordinator.Logging;
using Farm.Coordinator.Tests.Verbs;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Logging;

public sealed class LogsVerbTests : IDisposable
{
    private static readonly Cell First = Cell.Create("coin", [new("bias", Value.Of(0.5))]);
    private static readonly Cell Second = Cell.Create("coin", [new("bias", Value.Of(0.25))]);
    private static readonly WorkerName Worker = new("node-1", "host-1", 0, "cpu", "simd-256", "a processor");

    private readonly string folder = Directory.CreateTempSubdirectory("farm-logs-").FullName;

    private string Ledger => Path.Combine(folder, "farm.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Events_come_back_by_cell_node_trial_event_level_and_sweep()
    {
        WriteThree();

        Assert.Equal(3, Lines("--level", "debug").Length);
        Assert.Contains("ShardDone", Assert.Single(Lines("--cell", First.Id[..6])), StringComparison.Ordinal);
        Assert.Contains("BlockSetAside", Assert.Single(Lines("--level", "error")), StringComparison.Ordinal);
        Assert.Contains("BlockSetAside", Assert.Single(Lines("--event", "blocksetaside")), StringComparison.Ordinal);
        Assert.Contains("ShardDone", Assert.Single(Lines("--node", "node-1")), StringComparison.Ordinal);
        Assert.Contains("ShardDone", Assert.Single(Lines("--trial", "63")), StringComparison.Ordinal);
        Assert.Empty(Lines("--trial", "64"));
        Assert.Equal(2, Lines("--sweep", "flips").Length);
        Assert.Empty(Lines("--sweep", "others"));
    }

    [Fact]
    public void What_a_node_warned_of_is_found_by_its_node_and_its_shard_is_shown()
    {
        using (var log = FarmLog.Open(CommandLine.WithoutStudies.Host(), Ledger, people: _ => { }))
        {
            log.Events.NodeWarned("flips", new NodeWarning(
                "alpha-1", DateTimeOffset.UnixEpoch, false, "CoreBusy", "a core is taken", null, new ShardId(5, 9), 0));
            log.Events.NodeLost("flips", "beta-2");
        }

        Assert.Contains(" [flips 5-9 alpha-1] Node alpha-1 (CoreBusy): ", Assert.Single(Lines("--node", "alpha-1")), StringComparison.Ordinal);
        Assert.Contains("NodeLost", Assert.Single(Lines("--node", "beta-2")), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_lines_are_printed_as_they_stand_in_the_log()
    {
        WriteThree();

        var stored = LogFiles.In(LogFiles.FolderOf(Ledger)).SelectMany(File.ReadLines);

        Assert.Equal(stored, Lines("--format", "jsonl"));
    }

    [Fact]
    public void Since_leaves_out_what_is_older()
    {
        WriteThree();

        Assert.Equal(3, Lines("--since", "1h").Length);
        Assert.Empty(Lines("--since", "2999-01-01T00:00Z"));
    }

    [Fact]
    public void A_torn_line_is_left_out_and_counted()
    {
        WriteThree();
        File.AppendAllText(LogFiles.In(LogFiles.FolderOf(Ledger))[^1], "{\"Timestamp\":\"2026-0");

        var answer = CommandLine.WithoutStudies.Run("logs", "--ledger", Ledger);

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Equal(3, answer.Lines.Length);
        Assert.Contains("1 lines", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--since", "yesterday")]
    [InlineData("--since", "5y")]
    [InlineData("--level", "loud")]
    [InlineData("--trial", "-1")]
    [InlineData("--format", "xml")]
    public void A_wrong_value_is_bad_input_that_names_the_option(string option, string value)
    {
        var answer = CommandLine.WithoutStudies.Run("logs", "--ledger", Ledger, option, value);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.StartsWith($"farm: {option}: '{value}' ", answer.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_selection_gives_the_events_of_every_cell_that_it_fits()
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        Assert.All(
            new[] { ("bias=0.5", 2), ("side=edge,bias=0.25", 1) },
            selection => Assert.Equal(selection.Item2, CellsOf(farm.Run("logs", "--cell", selection.Item1, "--format", "jsonl"))));
    }

    [Theory]
    [InlineData("side=haeds", "no cell has side=haeds; there are heads, edge; did you mean 'heads'?")]
    [InlineData("live", "'live' is no cell; expected the first digits of its name, or parameters such as init=live.")]
    public void A_cell_that_is_none_is_bad_input(string cell, string error)
    {
        using var farm = new CoinFarm();
        farm.RunSweep();

        var answer = farm.Run("logs", "--cell", cell);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Equal($"farm: --cell: {error}", Assert.Single(answer.ErrorLines));
    }

    [Fact]
    public void No_log_is_bad_input()
    {
        var answer = CommandLine.WithoutStudies.Run("logs", "--ledger", Ledger);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains("there is no log", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }

    private static int CellsOf(Answer answer) =>
        answer.Lines.Select(l => LogRecord.Parse(l)!.Text("cell")).Distinct().Count(c => c is not null);

    private string[] Lines(params string[] options)
    {
        var answer = CommandLine.WithoutStudies.Run(["logs", "--ledger", Ledger, .. options]);
        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Equal(answer.Lines.Length == 0, answer.Error.Contains("no event in", StringComparison.Ordinal));
        Assert.True(answer.ErrorLines.Length == (answer.Lines.Length == 0 ? 1 : 0), answer.Error);
        return answer.Lines;
    }

    private void WriteThree()
    {
        using var log = FarmLog.Open(CommandLine.WithoutStudies.Host(), Ledger);
        log.Events.SetAsideRetried("flips", 3);
        log.Events.ShardDone(
            new EventScope { Sweep = "flips", Cell = First, Trials = (0, 63), Shard = new ShardId(7, 1), By = Worker },
            TimeSpan.FromMilliseconds(5));
        log.Events.BlockSetAside(new EventScope { Cell = Second, Trials = (128, 191) }, 3, "it threw");
    }
}
