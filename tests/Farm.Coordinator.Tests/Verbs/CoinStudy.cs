using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Verbs;

/// <summary>Flips coins: a study small enough that a test knows what to expect, with faults on demand.</summary>
/// <param name="failsFrom">From this trial on, trials of cells with <c>side: edge</c> throw while it is not negative.</param>
/// <param name="shift">Added to every coin, so that another instance does not agree.</param>
internal sealed class CoinStudy(Func<long>? failsFrom = null, int shift = 0) : IStudy
{
    public const int BlockSize = 64;

    public StudyDescription Description { get; } = new(
        "coin",
        Revision: 3,
        ColumnVersion: 1,
        "Which side does a coin fall on?",
        BlockSize,
        [
            new Axis("side", new WordDomain("heads", "tails", "edge"), Value.Of("heads"), "the side that counts"),
            new Axis("bias", new NumberDomain(0, 1), Value.Of(0.5), "probability of that side") { Unit = "share" },
        ],
        [
            new Measurement("failed", ColumnType.Flag, "whether the side came") { KeptBits = 1 },
            new Measurement("height", ColumnType.Count, "how high it flew") { Unit = "mm", KeptBits = 8 },
            new Measurement("spin", ColumnType.Float32, "how fast it turned") { Histogram = new LinearScale(0, 1, 10) },
        ]);

    public IEnumerable<CellRefusal> Refuse(Cell cell) =>
        cell.Parameters["side"].Word == "tails" && cell.Parameters["bias"].Number == 0
            ? [new CellRefusal("bias", "tails that never come cannot be waited for")]
            : [];

    public ITrialRunner CreateRunner(LaneWidth width) => new Runner(failsFrom, shift);

    private sealed class Runner(Func<long>? failsFrom, int shift) : ITrialRunner
    {
        public void Run(Cell cell, ulong seed, TrialColumns columns)
        {
            var key = cell.StreamKey(seed);
            var bias = cell.Parameters["bias"].Number;
            var limit = cell.Parameters["side"].Word == "edge" ? failsFrom?.Invoke() ?? -1 : -1;
            for (var row = 0; row < columns.Rows; row++)
            {
                var trial = columns.FirstTrial + row;
                if (limit >= 0 && trial >= limit)
                {
                    throw new TrialException(trial, "the coin stood on its edge");
                }

                // SplitMix64 over key and trial: any fixed function would do.
                var z = key + (ulong)(trial + shift + 1) * 0x9E3779B97F4A7C15;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                z ^= z >> 31;
                columns.Bytes(0)[row] = (z >> 40) / (double)(1 << 24) < bias ? (byte)1 : (byte)0;
                columns.Counts(1)[row] = (ushort)(z & 0xFF);
                columns.Floats(2)[row] = (z >> 8 & 0xFFFF) / 65536f;
            }
        }
    }
}
