using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Equilibria;

/// <summary>The trials round a circle, by the angle of the unit's weights.</summary>
/// <param name="trials">A cell whose trials go over the circle.</param>
internal sealed class CircleTrials(CellTrials trials)
{
    private static readonly string[] words = ["slope", "minimum", "maximum", "level"];

    private readonly Dictionary<int, long> diagonals = trials.Trials
        .Where(t => Math.Abs(trials.Of(t, "w1_x")) == Math.Abs(trials.Of(t, "w1_y")))
        .ToDictionary(t => (trials.Of(t, "w1_x") > 0 ? 45 : 135) * (trials.Of(t, "w1_y") > 0 ? 1 : -1));

    /// <summary>The cell's trials.</summary>
    public CellTrials Trials => trials;

    /// <summary>The unit's bias.</summary>
    public string Bias => Fractions.Of(trials.Cell.Parameters["bias"].Number);

    /// <summary>The length of its weights.</summary>
    public string Radius => Figures.Short(trials.Cell.Parameters["diagonal"].Number * Math.Sqrt(2));

    /// <summary>A measurement at 45°, 135°, −45° or −135°.</summary>
    public double Of(int degrees, string measurement) => trials.Of(diagonals[degrees], measurement);

    /// <summary>The same as a text.</summary>
    public string Number(int degrees, string measurement) => Fractions.Of(Of(degrees, measurement));

    /// <summary>By how much the slope jumps.</summary>
    public double Jump(int degrees) => Of(degrees, "slope_right_1") - Of(degrees, "slope_left_1");

    /// <summary>What the loss does there as the unit turns.</summary>
    public string Turns(int degrees) => TurnsAt(diagonals[degrees]);

    /// <summary>What the loss does at a trial's direction.</summary>
    public string TurnsAt(long trial) => words[(int)trials.Of(trial, "turning")];
}
