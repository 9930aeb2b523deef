using System.Diagnostics.CodeAnalysis;
using Farm.Domain;
using Farm.Studies;

namespace Farm.Coordinator.Sweeps;

/// <summary>What came of reading a sweep: the sweep, or every error in it.</summary>
public sealed class SweepReading
{
    private SweepReading(Sweep? sweep, IStudy? study, string source, long merged, IReadOnlyList<SweepError> errors) =>
        (Sweep, Study, Source, Merged, Errors) = (sweep, study, source, merged, errors);

    /// <summary>The sweep; null when there are errors.</summary>
    public Sweep? Sweep { get; }

    /// <summary>Its study; null when there are errors.</summary>
    public IStudy? Study { get; }

    /// <summary>The file's text and, as comments below it, the options that it was read with.</summary>
    public string Source { get; }

    /// <summary>Cells that a second item named again; they count once.</summary>
    public long Merged { get; }

    /// <summary>Every error, in the file's order, those of options last; empty when there is a sweep.</summary>
    public IReadOnlyList<SweepError> Errors { get; }

    /// <summary>Whether there is a sweep.</summary>
    [MemberNotNullWhen(true, nameof(Sweep), nameof(Study))]
    public bool IsGood => Sweep is not null;

    internal static SweepReading Good(Sweep sweep, IStudy study, string source, long merged) =>
        new(sweep, study, source, merged, []);

    internal static SweepReading Bad(string source, IReadOnlyList<SweepError> errors) =>
        new(null, null, source, 0, errors);
}
