using Farm.Domain;
using Farm.Studies;

namespace Farm.Numerics.Gpu;

/// <summary>
/// A device that fails says nothing of a trial: its node refuses the shard, which counts as no attempt, and takes no more of the
/// sweep's; other nodes do.
/// </summary>
internal static class DeviceFault
{
    /// <summary>What is said of it.</summary>
    public static MissingDataException Of(GpuFacts facts, Exception fault) => new(
        $"{facts.Word} ({facts.Name}) failed: {fault.Message.ReplaceLineEndings(" ")}; start the node again once it is well, or use --device cpu.");

    /// <summary>The studies of a device that could not be opened: all of their cells are refused.</summary>
    public static StudyCatalog Studies(StudyCatalog catalog, GpuFacts facts, Exception fault) => new(
        [.. catalog.All.Select(s => s is ILongStudy trials ? new LongStudy(trials, facts, fault) : (IStudy)new Study(s, facts, fault))]);

    private sealed class Study(IStudy study, GpuFacts facts, Exception fault) : IStudy
    {
        public StudyDescription Description => study.Description;

        public IEnumerable<CellRefusal> Refuse(Cell cell) => study.Refuse(cell);

        public ITrialRunner CreateRunner(LaneWidth width) => new Runner(facts, fault);
    }

    private sealed class LongStudy(ILongStudy study, GpuFacts facts, Exception fault) : ILongStudy
    {
        public StudyDescription Description => study.Description;

        public IEnumerable<CellRefusal> Refuse(Cell cell) => study.Refuse(cell);

        public ILongTrialRunner CreateLongRunner(LaneWidth width) => new Runner(facts, fault);
    }

    private sealed class Runner(GpuFacts facts, Exception fault) : ITrialRunner, ILongTrialRunner
    {
        public void Run(Cell cell, ulong seed, TrialColumns columns) => throw Of(facts, fault);

        public byte[]? Advance(in LongTrial trial, ReadOnlySpan<byte> state, long steps, CurveRows curve, TrialColumns columns) =>
            throw Of(facts, fault);
    }
}
