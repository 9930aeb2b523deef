using System.Globalization;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Sweeps;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Verbs;

/// <summary>A study that enumerates its trials, through every verb.</summary>
public sealed class EnumeratedTrialsTests : IDisposable
{
    private const string File = """
        name: discs
        study: disc
        seed: 7
        axes:
          - {side: [20, 30], radius: [0.4, 0.8]}
        """;

    private static readonly StudyCatalog Studies = new(new DiscStudy());

    private readonly string folder = Directory.CreateTempSubdirectory("farm-disc-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_sweep_of_such_a_study_gives_no_trials()
    {
        var sweep = Read(File).Sweep!;
        Assert.Equal([400, 400, 900, 900], sweep.Cells.Select(sweep.TrialsOf));
        Assert.Equal((0, 2600), (sweep.Trials, sweep.AllTrials));
    }

    [Fact]
    public void Giving_trials_is_an_error_at_its_place()
    {
        var reading = Read(File + "\ntrials: 100\n", new SweepOverrides("50", null, []));
        Assert.Equal(
            [
                "s.yaml:6:1: study 'disc' enumerates its trials: their number follows from each cell's parameters; expected no number of trials",
                "--trials 50: study 'disc' enumerates its trials: their number follows from each cell's parameters; expected no number of trials",
            ],
            reading.Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Every_verb_works_with_the_cells_own_numbers()
    {
        Assert.Equal(ExitCode.BadInput, Run("run", Sweep(), "--trials", "9").Code);
        var run = Run("run", Sweep(), "--threads", "2");
        Assert.Equal(ExitCode.Good, run.Code);
        Assert.Contains("4 cells, 2,600 trials, 0 done", run.Error, StringComparison.Ordinal);
        Assert.Contains("2600 = 2600 + 0 + 0 trials", Run("audit", "--fraction", "1").Output, StringComparison.Ordinal);
        Assert.Contains("2600", Run("sweeps").Output, StringComparison.Ordinal);
        Assert.Contains("900", Run("status").Output, StringComparison.Ordinal);
        Assert.Contains("nothing was left to compute", Run("run", Sweep(), "--threads", "2").Error, StringComparison.Ordinal);
        Assert.Contains("2,600", Run("plan", Sweep()).Output, StringComparison.Ordinal);

        Assert.Equal(901, Run("trials", "--cell", "side=30,radius=0.4").Lines.Length);
        Assert.Contains("MATCH", Run("rerun", "--cell", "side=30,radius=0.4", "--trial", "899").Output, StringComparison.Ordinal);
        var beyond = Run("rerun", "--cell", "side=20,radius=0.4", "--trial", "400");
        Assert.Equal(ExitCode.BadInput, beyond.Code);
        Assert.Contains("trials 0 to 399 of this cell", beyond.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_have_bounds_that_hold_and_numbers_no_interval()
    {
        Run("run", Sweep(), "--threads", "2");
        var rows = Run("results", "--format", "csv").Lines.Select(l => l.Split(',')).ToArray();
        Assert.Equal(5, rows.Length);
        foreach (var row in rows.Skip(1))
        {
            double Number(string column) => double.Parse(row[Array.IndexOf(rows[0], column)], CultureInfo.InvariantCulture);
            var area = Math.PI * Math.Pow(Number("radius"), 2) / 4;
            Assert.InRange(area, Number("inside_lo"), Number("inside_hi"));
            Assert.InRange(Number("inside"), Number("inside_lo"), Number("inside_hi"));
            Assert.InRange(Number("inside_hi") - Number("inside_lo"), 0.01, 0.4);
            var side = (int)Number("side");
            Assert.Equal(0.5, Number("half_left"));
            Assert.Equal(0.5 - 1.0 / side, Number("half_left_lo"), 12);
            Assert.Equal(0.5 + 1.0 / side, Number("half_left_hi"), 12);

            // Nothing is kept of single trials here, so there is nothing to bound it with; and a mean samples nothing.
            Assert.True(Number("far") > 0);
            Assert.All(["far_lo", "far_hi", "distance_mean_lo", "distance_mean_hi"], c => Assert.Equal("", row[Array.IndexOf(rows[0], c)]));
        }

        var compared = Run("compare", "side=20,radius=0.4", "side=20,radius=0.8");
        Assert.Contains("discretisation bound", compared.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("99%", Run("results").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_tells_of_bounds_and_of_no_interval()
    {
        Run("run", Sweep(), "--threads", "2");
        var page = Path.Combine(folder, "page.html");
        Assert.Equal(ExitCode.Good, Run("report", "--out", page).Code);
        var text = System.IO.File.ReadAllText(page);
        Assert.Contains("discretisation bound", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Clopper", text, StringComparison.Ordinal);
        Assert.Contains("2,600, which the study enumerates", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_come_and_go_by_amendment_and_keep_their_numbers()
    {
        Run("run", Sweep(), "--threads", "2");
        var other = Path.Combine(folder, "other.yaml");
        System.IO.File.WriteAllText(other, File.Replace("[20, 30]", "[30, 40]", StringComparison.Ordinal));
        Assert.Equal(ExitCode.BadInput, Run("run", other, "--threads", "2").Code);
        Assert.Equal(ExitCode.Good, Run("run", other, "--threads", "2", "--amend").Code);

        var lines = Run("results", "--format", "csv", "--all").Lines;
        Assert.Equal(["900", "900", "1600", "1600", "400", "400"], lines.Skip(1).Select(l => l.Split(',')[4]));
        using var ledger = SqliteLedgerReader.Open(Ledger);
        var sweep = Assert.Single(ledger.Sweeps()).Sweep;
        Assert.Equal((0L, 5000L, 6), (sweep.Trials, sweep.AllTrials, sweep.Implied!.Count));
    }

    [Fact]
    public void Another_number_of_trials_of_the_same_cell_cannot_be_amended()
    {
        var sweep = Read(File).Sweep!;
        var otherwise = sweep with { Implied = sweep.Cells.ToDictionary(c => c, _ => 500L) };
        var verdict = AmendmentRule.Judge(sweep, otherwise, amend: true);
        Assert.Equal(AmendmentKind.Refused, verdict.Kind);
        Assert.Contains("4 cells enumerated in another way:", verdict.Lines);
        Assert.Equal("an amendment cannot change how many trials a cell's study enumerates", verdict.Lines[^1]);
        Assert.Equal(AmendmentKind.Same, AmendmentRule.Judge(sweep, Read(File).Sweep!, amend: false).Kind);
    }

    [Fact]
    public void Farm_studies_says_that_trials_are_implied() =>
        Assert.Contains("enumerated", Run("studies", "disc").Output, StringComparison.Ordinal);

    private string Ledger => Path.Combine(folder, "disc.db");

    private string Sweep()
    {
        var path = Path.Combine(folder, "discs.yaml");
        System.IO.File.WriteAllText(path, File);
        return path;
    }

    private Answer Run(string verb, params string[] args) => new CommandLine(Studies).Run(
        verb == "studies" ? [verb, .. args] : [verb, .. args, "--ledger", Ledger]);

    private static SweepReading Read(string text, SweepOverrides? overrides = null) => Farm.Coordinator.Sweeps.SweepReader.ReadBytes(
        System.Text.Encoding.UTF8.GetBytes(text), "s.yaml", overrides ?? SweepOverrides.None, Studies);
}
