using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies;

/// <summary>A study: its parameters, what it measures, and how its trials are computed.</summary>
/// <remarks>Stateless and thread-safe; <c>docs/STUDIES.md</c> shows how to add one.</remarks>
public interface IStudy
{
    /// <summary>Name, revision, axes and measurements.</summary>
    StudyDescription Description { get; }

    /// <summary>
    /// Why a cell whose every single value is allowed cannot be computed all the same; empty when it can. Asked before
    /// anything starts.
    /// </summary>
    IEnumerable<CellRefusal> Refuse(Cell cell);

    /// <summary>A runner for one worker: it owns the scratch memory and lives as long as the worker does.</summary>
    /// <param name="width">The SIMD width to compute with; results do not depend on it.</param>
    ITrialRunner CreateRunner(LaneWidth width);
}

/// <summary>Computes trials of a study's cells. Used by one thread at a time.</summary>
public interface ITrialRunner
{
    /// <summary>Trials that one call should compute where there are so many; a single block may have more. Default 32,768.</summary>
    int TrialsAtOnce => 32_768;

    /// <summary>Computes the rows of <paramref name="columns"/>: trials FirstTrial … FirstTrial + Rows − 1.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="seed">The sweep's seed.</param>
    /// <param name="columns">Where every column of every row is written.</param>
    /// <exception cref="TrialException">A trial cannot be computed.</exception>
    /// <exception cref="MissingDataException">This host lacks what the cell is computed from.</exception>
    void Run(Cell cell, ulong seed, TrialColumns columns);
}

/// <summary>Why a cell is refused.</summary>
/// <param name="Axis">The parameter to change.</param>
/// <param name="Reason">One line: why, and what would work.</param>
public sealed record CellRefusal(string Axis, string Reason);
