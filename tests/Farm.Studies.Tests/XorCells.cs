using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Xor;

namespace Farm.Studies.Tests;

/// <summary>Cells of the xor study for tests, and the columns of their trials.</summary>
internal static class XorCells
{
    public const ulong Seed = 20260101;

    public static readonly XorStudy Study = new();

    public static readonly LaneWidth[] Widths = [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    /// <summary>One of each kind of cell: every model, optimiser, start and stop rule.</summary>
    public static readonly string[] Kinds =
    [
        "",
        "init_std=1",
        "slope=0.05",
        "optimizer=gradient-descent,learning_rate=0.1",
        "optimizer=heavy-ball,learning_rate=0.5,momentum=0.8",
        "model=abs",
        "model=abs,optimizer=gradient-descent,learning_rate=0.3",
        "model=relu",
        "model=relu,slope=0.2,optimizer=heavy-ball",
        "init=mirror",
        "init=live",
        "init=margin,margin=0.2",
        "init=margin,margin=0.3,margin_kind=distance",
        "model=abs,init=margin,margin=0.5,margin_kind=distance",
        "init=sphere,radius=0.5",
        "max_epochs=37",
        "patience=0,min_improvement=0.001",
        "stop_loss=0.05",
        "beta1=0.5,beta2=0.5,adam_epsilon=0.001,learning_rate=0.1",
        "beta1=0,beta2=0",
        "optimizer=gradient-descent,learning_rate=10,init_std=100",
        "model=abs,optimizer=gradient-descent,learning_rate=10,patience=500",
        "slope=0.5,optimizer=gradient-descent,learning_rate=9,patience=500",
    ];

    /// <summary>One of each kind of healed cell: every action, the rescue's kinds, models and optimisers.</summary>
    public static readonly string[] HealedKinds =
    [
        "healing=rescue,init_std=1",
        "healing=rescue,rescue_kind=weight",
        "healing=rescue,rescue_kind=bias,init_std=1",
        "healing=rescue,rescue_kind=noise",
        "healing=rescue,rescue_kind=noise,model=relu,init_std=1",
        "healing=rescue,rescue_kind=bias,slope=0.05,optimizer=gradient-descent,learning_rate=0.1",
        "healing=rescue,optimizer=heavy-ball,init=sphere,radius=1.6,learning_rate=0.2",
        "healing=bias-warm-up",
        "healing=bias-warm-up,healing_dead_data=0.5,healing_margin=0.02,healing_every=3,model=relu",
        "healing=tangent",
        "healing=tangent,healing_torque=0.5,healing_turn=5,model=abs",
        "healing=noise,healing_every=1",
        "healing=noise,optimizer=gradient-descent,learning_rate=0.1,slope=0.1",
        "healing=leaky",
        "healing=leaky,healing_slope=0.3,healing_slope_updates=7,healing_every=4,model=relu",
        "healing=reinit,healing_target=off,healing_checks=1",
        "healing=reinit,healing_norm=1000,healing_target=collapsed,healing_type=scaled",
        "healing=reinit,healing_norm=1000,healing_type=fixed,healing_every=2,init=sphere,radius=0.3",
        "healing=reinit,healing_norm=1000,healing_type=span,optimizer=heavy-ball,learning_rate=0.3,slope=0.2",
        "healing=prune,healing_target=collapsed-or-off,healing_norm=0.5",
        "healing=prune,healing_norm=1000,slope=0.3,healing_checks=5",
        "healing=step-size",
        "healing=step-size,healing_rate_every=3,healing_rate_least=0.01,healing_rate_most=9,optimizer=gradient-descent",
        "healing=step-size,optimizer=heavy-ball,learning_rate=0.5,model=abs",
        "healing=weight-decay,healing_decay=3",
        "healing=all,healing_dead_data=0.6",
        "healing=all,healing_norm=0.3,healing_target=collapsed-or-off,healing_checks=2,healing_every=3,init_std=1",
        "healing=all,model=abs,optimizer=heavy-ball,learning_rate=0.2",
        "healing=all,optimizer=gradient-descent,learning_rate=10,init_std=100",
    ];

    /// <summary>A cell from its differences to the defaults: <c>init=live,init_std=1</c>.</summary>
    public static Cell Of(string differences)
    {
        var given = differences.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(d => d.Split('='))
            .ToDictionary(d => d[0], d => double.TryParse(d[1], out var number) ? Value.Of(number) : Value.Of(d[1]));
        var parameters = new Dictionary<string, Value>();
        var later = new List<string>();
        foreach (var axis in Study.Description.Axes.Where(a => a.Applies(parameters)))
        {
            var value = given.Remove(axis.Name, out var word) ? word : axis.Default!.Value;
            Assert.True(axis.Domain.Contains(value), $"{axis.Name}={value} is not {axis.Domain.Expectation}");
            parameters[axis.Name] = value;
            later.AddRange(axis.IsLater && value == axis.Default ? [axis.Name] : []);
        }

        Assert.Empty(given);
        return Cell.Create("xor", parameters.Where(p => !later.Contains(p.Key)));
    }

    public static TrialColumns Run(Cell cell, LaneWidth width, long first, int rows, ITrialRunner? runner = null)
    {
        var columns = new TrialColumns(Study.Description.MeasurementsOf(cell), rows);
        columns.Begin(first, rows);
        (runner ?? Study.CreateRunner(width)).Run(cell, Seed, columns);
        return columns;
    }

    /// <summary>The values of a measurement.</summary>
    public static double[] Values(TrialColumns columns, string measurement)
    {
        var column = columns.IndexOf(measurement);
        Assert.True(column >= 0, measurement);
        return [.. Enumerable.Range(0, columns.Rows).Select(row => columns.ValueAt(column, row))];
    }

    /// <summary>One trial's value of a measurement.</summary>
    public static double ValueOf(TrialColumns columns, string measurement, int row) =>
        columns.ValueAt(columns.IndexOf(measurement), row);

    /// <summary>Every bit of a trial, as text.</summary>
    public static string Bits(TrialColumns columns, int row) => string.Join(' ', columns.Measurements.Select((m, column) =>
        $"{m.Name}={Convert.ToHexString(columns.Raw(column).Slice(row * m.Type.Bytes, m.Type.Bytes))}({columns.ValueAt(column, row)})"));

    /// <summary>Runs of any length, by one runner, one after the other, give the bits of one run of all.</summary>
    /// <param name="kind">The cell.</param>
    /// <param name="trials">How many trials there are.</param>
    /// <param name="runs">How many runs are drawn.</param>
    /// <param name="octavesOfRows">A run has at most 2^(this − 1) trials.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static void AssertSameHoweverCut(string kind, int trials, int runs, int octavesOfRows, int seed)
    {
        var random = new Random(seed);
        var cell = Of(kind);
        var whole = Run(cell, LaneWidth.Bits256, 0, trials);
        var runner = Study.CreateRunner(LaneWidth.Bits512);
        for (var i = 0; i < runs; i++)
        {
            var first = random.Next(trials);
            var rows = random.Next(0, Math.Min(trials - first, 1 << random.Next(octavesOfRows)) + 1);
            var part = Run(cell, LaneWidth.Bits512, first, rows, runner);
            for (var row = 0; row < rows; row++)
            {
                Assert.True(
                    Bits(whole, first + row) == Bits(part, row),
                    $"seed {seed}, '{kind}': trial {first + row} differs in a run of {rows} from {first}");
            }
        }
    }
}
