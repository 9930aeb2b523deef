using Farm.Coordinator.Tests.Results;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Reports;

/// <summary>Ledgers of the studies of networks, whose few short trials are really trained.</summary>
internal static class NetworkSample
{
    private static readonly string[] optimizers = ["adam", "sgd"];
    private static readonly string[] targets = ["gamma=0.0001", "gamma=1", "gamma=100", "delta=10"];
    private static readonly string[] sets = ["servo", "auto-mpg"];
    private static readonly string[] networks = ["plain,depth=1", "plain,depth=12", "residual,depth=2"];

    /// <summary>Trials of each cell.</summary>
    public const int Trials = 3;

    /// <summary>A sweep of study <c>regression</c> over γ, δ and the optimiser; one cell is healed, one diverges.</summary>
    public static MemoryLedger Regression(int running = 0) => Ledger("regression", running,
    [
        .. from optimizer in optimizers
           from target in targets
           select $"data=servo,width=8,updates=60,record_every=20,optimizer={optimizer},{target}",
        "data=servo,width=8,updates=60,record_every=20,healing=bias-warm-up",
        "data=servo,width=8,updates=60,record_every=20,optimizer=sgd,learning_rate=10,gamma=100000",
    ]);

    /// <summary>A sweep of study <c>deep-net</c> over depth, kind of network, optimiser and data, digits among them.</summary>
    public static MemoryLedger DeepNet(int running = 0) => Ledger("deep-net", running,
    [
        .. from data in sets
           from optimizer in optimizers
           from network in networks
           select $"data={data},width=5,updates=40,record_every=10,optimizer={optimizer},network={network}",
        "data=digits,width=5,updates=40,record_every=10,depth=2",
    ]);

    /// <summary>A cell of a study; what is not given has its default.</summary>
    public static Cell CellOf(StudyDescription study, string given)
    {
        var values = new Dictionary<string, Value>();
        var texts = given.Split(',').Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
        foreach (var axis in study.Axes.Where(a => a.Applies(values)))
        {
            if (texts.Remove(axis.Name, out var text))
            {
                values[axis.Name] = double.TryParse(text, Invariant, out var number) ? Value.Of(number) : Value.Of(text);
            }
            else if (axis.Default is { } value)
            {
                values[axis.Name] = value;
            }
        }

        Assert.Empty(texts);
        var isLater = study.Axes.Where(a => a.IsLater && a.Default is { } d && values.GetValueOrDefault(a.Name) == d);
        return Cell.Create(study.Name, values.Where(v => isLater.All(a => a.Name != v.Key)));
    }

    private static IFormatProvider Invariant => System.Globalization.CultureInfo.InvariantCulture;

    /// <summary>Trains; of the last trials of each cell, as many as are running, only a part of the curve is stored.</summary>
    private static MemoryLedger Ledger(string name, int running, IReadOnlyList<string> cells)
    {
        var study = (ILongStudy)BuiltInStudies.Catalog.Find(name)!;
        var description = study.Description;
        var sweep = new Sweep(
            $"{name}-test", name, 20260101, Trials, 1, Keep.Flags, [.. cells.Select(c => CellOf(description, c))]);
        var ledger = new MemoryLedger(description, sweep);
        var runner = new WholeTrialRunner(study, LaneWidth.Bits256);
        foreach (var cell in sweep.Cells)
        {
            for (var trial = 0; trial < Trials; trial++)
            {
                if (trial < Trials - running)
                {
                    ledger.Add(cell, trial, 1, columns => runner.Run(cell, sweep.Seed, columns));
                    ledger.AddSlice(cell, trial, runner.Curve.Bytes, 0);
                }
                else
                {
                    var columns = new TrialColumns(description.MeasurementsOf(cell), 1);
                    columns.Begin(trial, 1);
                    runner.Run(cell, sweep.Seed, columns);
                    ledger.AddSlice(cell, trial, runner.Curve.Bytes[..(Math.Min(2, runner.Curve.Count) * runner.Curve.RowBytes)], 0);
                }
            }
        }

        return ledger;
    }
}
