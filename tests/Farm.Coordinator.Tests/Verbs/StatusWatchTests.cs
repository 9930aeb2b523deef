using System.Text;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Sweeps;
using Farm.Coordinator.Terminal;
using Farm.Coordinator.Verbs;
using Farm.Studies;
using FileReader = Farm.Coordinator.Sweeps.SweepReader;

namespace Farm.Coordinator.Tests.Verbs;

public sealed class StatusWatchTests : IDisposable
{
    private readonly CoinFarm farm = new();
    private readonly Interruption interruption = new();

    public void Dispose()
    {
        farm.Dispose();
        interruption.Dispose();
    }

    [Fact]
    public void A_watch_of_a_complete_sweep_shows_it_once_and_ends()
    {
        farm.RunSweep();

        var answer = farm.Run("status", "--watch");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ  sweep coins: complete$", answer.Lines[0]);
        Assert.Matches("^all +800 +800 +0 +0$", answer.Lines[^1]);
    }

    [Fact]
    public void A_watch_ends_by_itself_when_the_sweep_becomes_complete()
    {
        Register();

        var (code, output) = Watch(Screen.None, onFirst: () => farm.RunSweep());

        Assert.Equal(ExitCode.Good, code);
        Assert.Contains("sweep coins: 0.0% · 0 of 800 trials\n", output, StringComparison.Ordinal);
        Assert.Contains("sweep coins: complete\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public void An_interrupted_watch_tells_the_cause()
    {
        Register();

        var (code, output) = Watch(Screen.None, onFirst: () => interruption.Request(ExitCode.Interrupted));

        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Single(output.Split("sweep coins", StringSplitOptions.None).Skip(1));
    }

    [Fact]
    public void On_a_terminal_every_look_is_drawn_over_the_last_and_stays_within_the_screen()
    {
        Register();

        var screen = new Screen(true, false, 40) { HasCursor = true, Height = 6 };
        var (_, output) = Watch(screen, onFirst: () => farm.RunSweep());

        var looks = output.Split("\u001b[5A");
        Assert.Equal(2, looks.Length);
        Assert.All(looks, look => Assert.Equal(5, look.Count(c => c == '\n')));
        Assert.Contains("… and 4 more lines", looks[0], StringComparison.Ordinal);
        Assert.Contains("… and 7 more lines", looks[1], StringComparison.Ordinal);
        Assert.All(
            output.Replace("\u001b[5A", "", StringComparison.Ordinal).Replace("\u001b[K", "", StringComparison.Ordinal)
                .Replace("\u001b[J", "", StringComparison.Ordinal).Split(['\n', '\r']),
            line => Assert.InRange(line.Length, 0, 39));
    }

    [Fact]
    public void On_a_terminal_cells_give_way_to_the_sum_of_all()
    {
        Register();

        var screen = new Screen(true, false, 100) { HasCursor = true, Height = 9 };
        var (_, output) = Watch(screen, onFirst: () => interruption.Request(ExitCode.Interrupted));

        Assert.DoesNotContain("more lines", output, StringComparison.Ordinal);
        Assert.Contains("\r… 1 more\u001b[K\n", output, StringComparison.Ordinal);
        Assert.Contains("\rall ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status", "--watch", "--interval", "0")]
    [InlineData("status", "--interval", "5")]
    public void An_interval_of_nothing_or_for_nothing_is_bad_input(params string[] args)
    {
        var answer = farm.Run(args[0], args[1..]);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Contains("--interval", answer.ErrorLines[0], StringComparison.Ordinal);
    }

    private void Register()
    {
        using var ledger = SqliteLedgerWriter.Open(farm.Ledger, DateTimeOffset.UnixEpoch);
        var reading = FileReader.ReadFile(farm.SweepFile, new SweepOverrides(null, null, []), new StudyCatalog(new CoinStudy()));
        ledger.Register(reading.Sweep!, reading.Source, DateTimeOffset.UnixEpoch);
    }

    private (ExitCode Code, string Output) Watch(Screen screen, Action onFirst)
    {
        using var output = new HookedStream(onFirst);
        var host = new FarmHost(new StudyCatalog(new CoinStudy()), output, TextWriter.Null)
        {
            OutputScreen = screen,
            Interruption = interruption,
        };
        var code = FarmCommand.Invoke(["status", "--watch", "--interval", "1", "--ledger", farm.Ledger], host);
        return (code, Encoding.UTF8.GetString(output.ToArray()));
    }

    /// <summary>Lets something happen between the first look and the second.</summary>
    private sealed class HookedStream(Action onFirst) : MemoryStream
    {
        private bool isWritten;

        public override void Flush()
        {
            if (!isWritten && Length > 0)
            {
                isWritten = true;
                onFirst();
            }
        }
    }
}
