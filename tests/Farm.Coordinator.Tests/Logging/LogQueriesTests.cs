using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Farm.Coordinator.Logging;
using Farm.Coordinator.Tests.Verbs;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Logging;

public sealed partial class LogQueriesTests : IDisposable
{
    private static readonly WorkerName Worker = new("alpha-7f3a", "alpha", 1, "cpu", "simd-256", "a processor");

    private readonly string folder = Directory.CreateTempSubdirectory("farm-queries-").FullName;

    private string Ledger => Path.Combine(folder, "farm.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableFact]
    public void Every_query_of_the_document_runs_and_finds_something()
    {
        Skip.If(!HasJq(), "jq is not installed: apt-get install jq");
        WriteLog();

        var commands = Fence().Matches(File.ReadAllText(RepositoryFiles.Path("docs", "LOGS.md")))
            .SelectMany(m => Continued().Replace(m.Groups[1].Value, "$1 ").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .ToArray();
        Assert.True(commands.Length >= 8);
        Assert.All(commands, command => Assert.NotEmpty(Answer(command)));
    }

    [SkippableFact]
    public void Troublemakers_are_counted_by_node_and_by_host()
    {
        Skip.If(!HasJq(), "jq is not installed: apt-get install jq");
        WriteLog();

        var document = File.ReadAllText(RepositoryFiles.Path("docs", "LOGS.md"));
        var query = Continued().Replace(document[document.IndexOf("Which hosts made trouble", StringComparison.Ordinal)..], "$1 ");
        var counts = Answer(query.Split('\n').Single(l => l.Contains("| jq", StringComparison.Ordinal)));

        Assert.Contains("1 alpha HostQuarantined", counts, StringComparison.Ordinal);
        Assert.Contains("2 alpha-7f3a NodeWarned", counts, StringComparison.Ordinal);
    }

    /// <summary>The farm's part in this process, the rest by a shell.</summary>
    private string Answer(string command)
    {
        var parts = command.Split('|', 2);
        var words = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("farm", words[0]);
        var answer = CommandLine.WithoutStudies.Run([.. words[1..], "--ledger", Ledger]);
        Assert.Equal(ExitCode.Good, answer.Code);
        if (parts.Length == 1)
        {
            return answer.Output;
        }

        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", parts[1]])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        shell.StandardInput.Write(answer.Output);
        shell.StandardInput.Close();
        var output = shell.StandardOutput.ReadToEnd();
        Assert.Empty(shell.StandardError.ReadToEnd());
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return output;
    }

    private void WriteLog()
    {
        using var log = FarmLog.Open(CommandLine.WithoutStudies.Host(), Ledger, people: _ => { });
        var scope = new EventScope
        {
            Sweep = "coins",
            Cell = Cell.Create("coin", []),
            Trials = (0, 63),
            Shard = new ShardId(1, 2),
            By = Worker,
        };
        log.Events.ShardDone(scope, TimeSpan.FromMilliseconds(5));
        log.Events.ShardDone(scope, TimeSpan.FromMilliseconds(7));
        log.Events.BlockSetAside(scope, 3, "it threw");
        log.Events.HostQuarantined("coins", new("alpha", "block 2 differs", DateTimeOffset.UnixEpoch), 3);
        var warning = new NodeWarning(
            "alpha-7f3a", DateTimeOffset.UnixEpoch, true, "WorkerDied", "it died", null, new ShardId(1, 2), 0);
        log.Events.NodeWarned("coins", warning);
        log.Events.NodeWarned("coins", warning with { IsError = false });
    }

    private static bool HasJq()
    {
        try
        {
            using var jq = Process.Start(new ProcessStartInfo("jq", ["--version"]) { RedirectStandardOutput = true })!;
            jq.WaitForExit();
            return jq.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    // A line that ends in a pipe, or whose next one is indented, goes on there.
    [GeneratedRegex(@"(\|?)\n +")]
    private static partial Regex Continued();
}
