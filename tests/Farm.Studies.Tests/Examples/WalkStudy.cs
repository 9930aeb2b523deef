using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Tests.Examples;

/// <summary>How often does a random walk of n steps, up with probability p, ever come back to 0?</summary>
public sealed class WalkStudy : IStudy
{
    public StudyDescription Description { get; } = new(
        "walk",
        Revision: 1,
        ColumnVersion: 1,
        "How often does a random walk come back to where it began?",
        BlockSize: 1024,
        Axes:
        [
            new("steps", new IntegerDomain(1, 10_000), Value.Of(100), "length of the walk") { Unit = "steps" },
            new("up", new NumberDomain(0, 1), Value.Of(0.5), "probability of a step up"),
        ],
        Measurements:
        [
            new("returned", ColumnType.Flag, "whether it was at 0 again") { KeptBits = 1 },
            new("farthest", ColumnType.Count, "greatest distance from 0")
            {
                Unit = "steps",
                Histogram = new LinearScale(0, 100, 100),
                KeptBits = 16,
            },
        ]);

    public IEnumerable<CellRefusal> Refuse(Cell cell)
    {
        if (cell.Parameters["up"].Number is 0 or 1)
        {
            yield return new CellRefusal("up", "a walk that never turns cannot come back; give a number between 0 and 1");
        }
    }

    public ITrialRunner CreateRunner(LaneWidth width) => new Runner();

    private sealed class Runner : ITrialRunner
    {
        public void Run(Cell cell, ulong seed, TrialColumns columns)
        {
            var (key, steps, up) = (cell.StreamKey(seed), cell.Parameters["steps"].Number, cell.Parameters["up"].Number);
            var returned = columns.Bytes(0);
            var farthest = columns.Counts(1);
            for (var row = 0; row < columns.Rows; row++)
            {
                var (place, most, wasBack) = (0, 0, false);
                for (uint step = 0; step < steps; step++)
                {
                    // A trial's randomness is a function of its index and the draw's: never of what ran before.
                    var words = Philox.Draw(key, trial: (ulong)(columns.FirstTrial + row), stream: 0, draw: step);
                    place += words.Word0 < up * 4294967296.0 ? 1 : -1;
                    most = Math.Max(most, Math.Abs(place));
                    wasBack |= place == 0;
                }

                returned[row] = wasBack ? (byte)1 : (byte)0;
                farthest[row] = (ushort)most;
            }
        }
    }
}
