using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Simulation.Tests.Local;

/// <summary>A study whose trials cost nothing: what a farm costs besides its kernels.</summary>
/// <param name="beforeRun">Called before a run of trials, for those that fail.</param>
/// <param name="createRunner">Called when a worker makes a runner, for those that die.</param>
internal sealed class CountingStudy(Action<long, int>? beforeRun = null, Action? createRunner = null) : IStudy
{
    public const string Name = "counting";

    public StudyDescription Description { get; } = new(
        Name,
        Revision: 1,
        ColumnVersion: 1,
        "How fast is nothing?",
        BlockSize: 64,
        [],
        [new Measurement("odd", ColumnType.Flag, "Whether the trial's number is odd.") { KeptBits = 1 }]);

    public IEnumerable<CellRefusal> Refuse(Cell cell) => [];

    public ITrialRunner CreateRunner(LaneWidth width)
    {
        createRunner?.Invoke();
        return new Runner(beforeRun);
    }

    private sealed class Runner(Action<long, int>? beforeRun) : ITrialRunner
    {
        public void Run(Cell cell, ulong seed, TrialColumns columns)
        {
            beforeRun?.Invoke(columns.FirstTrial, columns.Rows);
            var odd = columns.Bytes(0);
            for (var row = 0; row < odd.Length; row++)
            {
                odd[row] = (byte)((columns.FirstTrial + row) & 1);
            }
        }
    }
}
