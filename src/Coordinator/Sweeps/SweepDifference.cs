using System.Globalization;
using Farm.Domain;

namespace Farm.Coordinator.Sweeps;

/// <summary>What differs between two contents of one sweep.</summary>
/// <param name="Study">Both studies, when they differ.</param>
/// <param name="Seed">Both seeds, when they differ.</param>
/// <param name="Trials">Both numbers of trials, when they differ.</param>
/// <param name="BlockSize">Both block sizes, when they differ.</param>
/// <param name="Keep">Both, when they differ.</param>
/// <param name="Added">Cells that only the new one has, in its order.</param>
/// <param name="Removed">Cells that only the old one has, in its order.</param>
/// <param name="Recounted">
/// Cells of both of which the study enumerates another number of trials than it did, in the new one's order.
/// </param>
public sealed record SweepDifference(
    Change<string>? Study,
    Change<ulong>? Seed,
    Change<long>? Trials,
    Change<int>? BlockSize,
    Change<Keep>? Keep,
    IReadOnlyList<Cell> Added,
    IReadOnlyList<Cell> Removed,
    IReadOnlyList<Cell> Recounted)
{
    private const int MostCellsTold = 5;

    /// <summary>Whether both have the same content; the order of cells is not content.</summary>
    public bool IsEmpty =>
        Study is null && Seed is null && Trials is null && BlockSize is null && Keep is null
        && Added.Count == 0 && Removed.Count == 0 && Recounted.Count == 0;

    /// <summary>What differs between an old and a new content.</summary>
    public static SweepDifference Between(Sweep old, Sweep renewed)
    {
        var (before, after) = (old.Cells.ToHashSet(), renewed.Cells.ToHashSet());
        return new SweepDifference(
            Change.Between(old.Study, renewed.Study),
            Change.Between(old.Seed, renewed.Seed),
            Change.Between(old.Trials, renewed.Trials),
            Change.Between(old.BlockSize, renewed.BlockSize),
            Change.Between(old.Keep, renewed.Keep),
            [.. renewed.Cells.Where(c => !before.Contains(c))],
            [.. old.Cells.Where(c => !after.Contains(c))],
            old.Implied is null || renewed.Implied is null
                ? []
                : [.. renewed.Cells.Where(c => before.Contains(c) && old.TrialsOf(c) != renewed.TrialsOf(c))]);
    }

    /// <summary>The difference for people, a line a change: <c>trials 1000 → 2000</c>.</summary>
    public IReadOnlyList<string> Lines()
    {
        var lines = new List<string>();
        Tell("study", Study?.ToString());
        Tell("seed", Seed?.ToString());
        Tell("trials", Trials is { } trials ? $"{Count(trials.Before)} → {Count(trials.After)}" : null);
        Tell("block", BlockSize?.ToString());
        Tell("keep", Keep?.ToString().ToLowerInvariant());
        TellCells("added", Added);
        TellCells("no longer named", Removed);
        TellCells("enumerated in another way", Recounted);
        return lines;

        static string Count(long trials) =>
            trials == 0 ? "as the study enumerates" : trials.ToString(CultureInfo.InvariantCulture);

        void Tell(string key, string? change)
        {
            if (change is not null)
            {
                lines.Add($"{key} {change}");
            }
        }

        void TellCells(string what, IReadOnlyList<Cell> cells)
        {
            if (cells.Count > 0)
            {
                lines.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{cells.Count} {(cells.Count == 1 ? "cell" : "cells")} {what}:"));
                lines.AddRange(cells.Take(MostCellsTold).Select(c => $"  {c}"));
            }

            if (cells.Count > MostCellsTold)
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"  … and {cells.Count - MostCellsTold} more"));
            }
        }
    }
}
