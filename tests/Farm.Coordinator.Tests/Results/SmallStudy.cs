using Farm.Domain;

namespace Farm.Coordinator.Tests.Results;

/// <summary>A study small enough to know its figures by heart.</summary>
internal static class SmallStudy
{
    public static readonly StudyDescription Description = new(
        "small",
        Revision: 2,
        ColumnVersion: 2,
        "How do small things end?",
        BlockSize: 4,
        Axes:
        [
            new("way", new WordDomain("left", "right"), Value.Of("left"), "which way"),
            new("rate", new NumberDomain(0, 10), Value.Of(1), "how fast"),
            new("depth", new NumberDomain(0, 10), Value.Of(2), "how deep") { AppliesWhen = [new("way", "right")] },
        ],
        Measurements:
        [
            new("failed", ColumnType.Flag, "whether it failed") { KeptBits = 1 },
            new("end", ColumnType.Small, "how it ended") { Words = ["good", "so, so"], KeptBits = 1 },
            new("steps", ColumnType.Count, "how long") { Histogram = new LinearScale(0, 10, 10), KeptBits = 4 },
            new("loss", ColumnType.Float32, "how far off"),
            new("turn", ColumnType.Float32, "how it turned")
            {
                Histogram = new LinearScale(-180, 180, 36),
                AppliesWhen = [new("way", "right")],
                Since = 2,
            },
        ]);

    public static readonly Cell Left =
        Cell.Create("small", [new("way", Value.Of("left")), new("rate", Value.Of(1))]);

    public static readonly Cell Right =
        Cell.Create("small", [new("way", Value.Of("right")), new("rate", Value.Of(1)), new("depth", Value.Of(0.5))]);

    public static Sweep Sweep(long trials = 8) => new("things", "small", 7, trials, 4, Keep.Flags, [Left, Right]);

    /// <summary>Four trials: one failed, steps 1 3 3 9, losses 0.1 0.2 none 0.4; any turns 10 20 30 40.</summary>
    public static void Fill(TrialColumns columns)
    {
        byte[] failed = [0, 0, 1, 0];
        byte[] end = [0, 1, 1, 0];
        ushort[] steps = [1, 3, 3, 9];
        float[] loss = [0.1f, 0.2f, float.NaN, 0.4f];
        float[] turn = [10, 20, 30, 40];
        for (var i = 0; i < columns.Rows; i++)
        {
            columns.Bytes(0)[i] = failed[i];
            columns.Bytes(1)[i] = end[i];
            columns.Counts(2)[i] = steps[i];
            columns.Floats(3)[i] = loss[i];
            if (columns.Measurements.Count > 4)
            {
                columns.Floats(4)[i] = turn[i];
            }
        }
    }

    public static MemoryLedger FullLedger()
    {
        var ledger = new MemoryLedger(Description, Sweep());
        foreach (var cell in (Cell[])[Left, Right])
        {
            ledger.Add(cell, 0, 4, Fill);
            ledger.Add(cell, 1, 4, Fill);
        }

        return ledger;
    }
}
