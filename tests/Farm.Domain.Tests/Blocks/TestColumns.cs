namespace Farm.Domain.Tests.Blocks;

/// <summary>A study with a measurement of every kind, and random columns of it.</summary>
internal static class TestColumns
{
    public static readonly StudyDescription Study = new(
        "test",
        Revision: 3,
        ColumnVersion: 2,
        "Does a block keep what it is given?",
        BlockSize: 64,
        Axes: [],
        Measurements:
        [
            new("flag", ColumnType.Flag, "") { KeptBits = 1 },
            new("accuracy", ColumnType.Small, "") { Scale = 0.25, KeptBits = 3 },
            new("end", ColumnType.Small, "") { Words = ["good", "bad", "ugly"], KeptBits = 2 },
            new("epochs", ColumnType.Count, "") { KeptBits = 16, Histogram = new LinearScale(0, 800, 80) },
            new("loss", ColumnType.Float32, "") { Histogram = new OctaveScale(-20, 4) },
            new("angle", ColumnType.Float32, "") { Histogram = new LinearScale(-180, 180, 72) },
            new("plain", ColumnType.Float32, ""),
            new("exact", ColumnType.Float64, "") { Histogram = new LinearScale(-1, 1, 10), Since = 2 },
        ]);

    public static readonly Cell Cell = Cell.Create("test", [new("a", Value.Of(0.5))]);

    public static TrialColumns Random(int seed, int rows)
    {
        var random = new Random(seed);
        var columns = new TrialColumns(Study.MeasurementsOf(Cell), rows);
        columns.Begin(seed * 64L, rows);
        for (var i = 0; i < rows; i++)
        {
            columns.Bytes(0)[i] = (byte)random.Next(2);
            columns.Bytes(1)[i] = (byte)random.Next(5);
            columns.Bytes(2)[i] = (byte)random.Next(3);
            columns.Counts(3)[i] = (ushort)random.Next(1000);
            columns.Floats(4)[i] = MathF.Exp(random.Next(-20, 5));
            columns.Floats(5)[i] = Peculiar(random, (float)(random.NextDouble() * 400 - 200));
            columns.Floats(6)[i] = Peculiar(random, (float)random.NextDouble());
            columns.Doubles(7)[i] = Peculiar(random, (float)(random.NextDouble() * 3 - 1.5));
        }

        return columns;
    }

    /// <summary>Now and then what arithmetic leaves behind: NaNs of any payload, infinities, zeros.</summary>
    private static float Peculiar(Random random, float value) => random.Next(12) switch
    {
        0 => BitConverter.Int32BitsToSingle(unchecked((int)0xFFC00000) | random.Next(1 << 20)),
        1 => float.PositiveInfinity,
        2 => float.NegativeInfinity,
        3 => -0f,
        _ => value,
    };
}
