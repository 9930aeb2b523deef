using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Node.Tests;

/// <summary>A study whose trial's answer is its own number, modulo 65,536.</summary>
/// <param name="beforeRun">Called with first trial and rows, for trials that throw.</param>
internal sealed class CountingStudy(Action<long, int>? beforeRun = null) : IStudy
{
    public const string Name = "counting";

    public StudyDescription Description { get; } = new(
        Name, 1, 1, "What is the trial's number?", 8, [], [new Measurement("number", ColumnType.Count, "It.")]);

    public IEnumerable<CellRefusal> Refuse(Cell cell) => [];

    public ITrialRunner CreateRunner(LaneWidth width) => new Runner(beforeRun);

    private sealed class Runner(Action<long, int>? beforeRun) : ITrialRunner
    {
        public void Run(Cell cell, ulong seed, TrialColumns columns)
        {
            beforeRun?.Invoke(columns.FirstTrial, columns.Rows);
            var numbers = columns.Counts(0);
            for (var row = 0; row < numbers.Length; row++)
            {
                numbers[row] = (ushort)(columns.FirstTrial + row);
            }
        }
    }
}
