using Farm.Coordinator.Actors;
using Farm.Domain;

namespace Farm.Coordinator.Terminal;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    /// <summary>Everything in one line.</summary>
    public static string Line(FarmProgress progress) => Invariant.Text(
        $"{Percent(progress)} · {Trials(progress)} · {Rates(progress)}");

    /// <summary>How much is on disk: <c>43.2%</c>, never 100 before the end.</summary>
    public static string Percent(FarmProgress progress)
    {
        var share = Share(progress);
        return Invariant.Text($"{(share < 1 ? Math.Floor(1000 * share) / 10 : 100):0.0}%");
    }

    /// <summary>Share of the trials that is on disk.</summary>
    public static double Share(FarmProgress progress) =>
        progress.PlannedTrials == 0 ? 1 : (double)progress.DoneTrials / progress.PlannedTrials;

    /// <summary>Trials done and planned.</summary>
    public static string Trials(FarmProgress progress) =>
        $"{Invariant.Grouped(progress.DoneTrials)} of {Invariant.Grouped(progress.PlannedTrials)} trials";

    /// <summary>Rate, time left, cells done, blocks set aside.</summary>
    public static string Rates(FarmProgress progress)
    {
        var left = progress.Left is { } time && time.TotalDays < 10_000 ? Invariant.Duration(time) : "?";
        var setAside = progress.Cells.Sum(c => c.SetAside);
        var slices = progress.TrialsUnderWay == 0 && progress.Totals.StoredSlices == 0 ? "" : Invariant.Text(
            $"{progress.TrialsUnderWay} trials under way, {Invariant.Grouped(progress.Totals.StoredSlices)} slices stored · ");
        return slices + Invariant.Text(
            $"{Invariant.Rate(progress.TrialsPerSecond)} trials/s · {left} left · {progress.Cells.Count(IsDone)} of {progress.Cells.Count} cells done")
            + (setAside > 0 ? Invariant.Text($" · {setAside} blocks set aside") : "");
    }

    /// <summary>Whether nothing of a cell is left to do.</summary>
    public static bool IsDone(CellProgress cell) => cell.Pending == 0 && cell.InFlight == 0;

    /// <summary>A cell by the parameters that set it apart.</summary>
    public static string Name(Cell cell, IReadOnlyList<string> parameters) =>
        cell.Id + "  " + string.Join(' ', parameters.Where(cell.Parameters.ContainsKey).Select(p => $"{p}={cell.Parameters[p].Text}"));
}
