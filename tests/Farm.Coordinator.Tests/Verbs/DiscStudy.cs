using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Verbs;

/// <summary>Which points of a lattice over the square [−1, 1]² lie in a disc: enumerated, so that its shares are known.</summary>
internal sealed class DiscStudy : IStudy
{
    public StudyDescription Description { get; } = new(
        "disc",
        Revision: 1,
        ColumnVersion: 1,
        "How much of a square does a disc cover?",
        BlockSize: 64,
        [
            new Axis("side", new IntegerDomain(1, 1000), Value.Of(20), "points along a side") { Unit = "points" },
            new Axis("radius", new NumberDomain(0, 2), Value.Of(0.5), "radius of the disc"),
        ],
        [
            new Measurement("inside", ColumnType.Flag, "whether the point is in the disc") { KeptBits = 1 },
            new Measurement("half", ColumnType.Small, "which half it is in") { Words = ["left", "right"], KeptBits = 1 },
            new Measurement("far", ColumnType.Flag, "whether it is beyond 1; not kept"),
            new Measurement("distance", ColumnType.Float64, "distance from the centre"),
        ])
    {
        Enumerated = cell => new TrialLattice(SideOf(cell), SideOf(cell)),
    };

    public IEnumerable<CellRefusal> Refuse(Cell cell) => [];

    public ITrialRunner CreateRunner(LaneWidth width) => new Runner();

    private static int SideOf(Cell cell) => (int)cell.Parameters["side"].Number;

    private sealed class Runner : ITrialRunner
    {
        public void Run(Cell cell, ulong seed, TrialColumns columns)
        {
            var (side, radius) = (SideOf(cell), cell.Parameters["radius"].Number);
            for (var row = 0; row < columns.Rows; row++)
            {
                var point = columns.FirstTrial + row;
                var (x, y) = ((point % side + 0.5) * 2 / side - 1, (point / side + 0.5) * 2 / side - 1);
                var distance = Math.Sqrt(x * x + y * y);
                columns.Bytes(0)[row] = distance < radius ? (byte)1 : (byte)0;
                columns.Bytes(1)[row] = x < 0 ? (byte)0 : (byte)1;
                columns.Bytes(2)[row] = distance > 1 ? (byte)1 : (byte)0;
                columns.Doubles(3)[row] = distance;
            }
        }
    }
}
