using Farm.Coordinator.Tests.Results;
using Farm.Domain;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Reports;

/// <summary>A ledger of study <c>xor</c> whose trials are drawn from a seeded generator, not trained.</summary>
internal static class XorSample
{
    public static readonly StudyDescription Study = BuiltInStudies.Catalog.Find("xor")!.Description;

    public const string Source =
        "name: xor-margin # </script><script>window.injected = true</script>\nstudy: xor\ntrials: 3000\n";

    /// <summary>The published table's cells at both σ.</summary>
    public static IReadOnlyList<Cell> Cells { get; } =
    [
        .. new[] { 0.5, 1 }.SelectMany(std => new[]
        {
            Cell("normal", std),
            Cell("live", std),
            Cell("mirror", std),
            Cell("margin", std, "activation", 0.1),
            Cell("margin", std, "activation", 0.2),
            Cell("margin", std, "activation", 0.3),
            Cell("margin", std, "distance", 0.1),
            Cell("margin", std, "distance", 0.2),
            Cell("margin", std, "distance", 0.3),
        }),
    ];

    public static MemoryLedger Ledger(
        Keep keep = Keep.Flags, string name = "xor-margin", int blocks = 1, IReadOnlyList<Cell>? cells = null)
    {
        var sweep = new Sweep(name, "xor", 20260101, blocks * 1024L, 1024, keep, cells ?? Cells);
        var ledger = new MemoryLedger(Study, sweep, Source);
        var random = new Random(1);
        foreach (var cell in sweep.Cells)
        {
            for (var block = 0; block < blocks; block++)
            {
                ledger.Add(cell, block, 1024, columns => Fill(columns, cell, random));
            }
        }

        return ledger;
    }

    public static Cell Cell(string init, double std, string? kind = null, double margin = 0, string model = "relu-pair")
    {
        Dictionary<string, Value> given = new()
        {
            ["model"] = Value.Of(model), ["init"] = Value.Of(init), ["init_std"] = Value.Of(std),
        };
        if (kind is not null)
        {
            given["margin_kind"] = Value.Of(kind);
            given["margin"] = Value.Of(margin);
        }

        foreach (var axis in Study.Axes)
        {
            if (!axis.IsLater && !given.ContainsKey(axis.Name) && axis.Default is { } value && axis.Applies(given))
            {
                given[axis.Name] = value;
            }
        }

        return Domain.Cell.Create("xor", given);
    }

    private static void Fill(TrialColumns columns, Cell cell, Random random)
    {
        var init = cell.Parameters["init"].Word;
        var rate = init switch
        {
            "normal" => 0,
            "mirror" => 0.016,
            "live" => 0.03,
            _ => 0.02 * Math.Exp(-20 * cell.Parameters["margin"].Number),
        };
        for (var i = 0; i < columns.Rows; i++)
        {
            var dead = init == "normal" ? Math.Max(0, random.Next(4) - 1) : 0;
            var failed = random.NextDouble() < (init == "normal" ? 0.02 + 0.45 * dead : rate);
            var about = random.Next(2) == 0 ? -45 : 135;
            var angle = (float)(about + 12 * (random.NextDouble() + random.NextDouble() - 1));
            for (var at = 0; at < columns.Measurements.Count; at++)
            {
                var measurement = columns.Measurements[at];
                var value = measurement.Name switch
                {
                    "failed" => failed ? 1 : 0,
                    "accuracy" => failed ? 3 : 4,
                    "end" => failed ? 1 : 0,
                    "epochs" => failed ? 800 : 150 + random.Next(120) + random.Next(120),
                    "dead_start_class1" => dead,
                    "angle_1" => angle,
                    "angle_2" => failed ? random.Next(-180, 180) : angle > 0 ? angle - 180 : angle + 180,
                    _ => 0.0,
                };
                Set(columns, at, i, value == 0 && measurement.Type == ColumnType.Float32 ? random.NextDouble() : value);
            }
        }
    }

    private static void Set(TrialColumns columns, int column, int row, double value)
    {
        switch (columns.Measurements[column].Type)
        {
            case ColumnType.Flag or ColumnType.Small:
                columns.Bytes(column)[row] = (byte)value;
                break;
            case ColumnType.Count:
                columns.Counts(column)[row] = (ushort)value;
                break;
            default:
                columns.Floats(column)[row] = (float)value;
                break;
        }
    }
}
