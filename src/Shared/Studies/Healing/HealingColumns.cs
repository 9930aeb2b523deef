using Farm.Domain;

namespace Farm.Studies.Healing;

/// <summary>Columns that tell how often each action was done: of a curve up to its step, of a trial in the whole.</summary>
public static class HealingColumns
{
    /// <summary>A column an action, each only where the action can happen.</summary>
    /// <param name="since">The study's column version that has them first.</param>
    public static IReadOnlyList<Measurement> All(int since = 1) =>
    [
        .. HealingAxes.Actions.Select(action => new Measurement(
            NameOf(action), ColumnType.Float64, $"healing actions of kind {HealingAxes.WordOf(action)} so far")
        {
            Unit = "actions",
            Since = since,
            AppliesWhen = [new("healing", HealingAxes.WordOf(action), "all")],
        }),
    ];

    /// <summary>Writes the values of those columns that a cell has, in their order.</summary>
    /// <param name="settings">The cell's.</param>
    /// <param name="counts">The trial's counts; null where nothing is healed.</param>
    /// <param name="values">Where they go.</param>
    /// <returns>How many there are.</returns>
    public static int Write(HealingSettings settings, HealingCounts? counts, Span<double> values)
    {
        var at = 0;
        foreach (var action in HealingAxes.Actions)
        {
            if (settings.Does(action))
            {
                values[at++] = counts?[action] ?? 0;
            }
        }

        return at;
    }

    /// <summary>The name of an action's column.</summary>
    public static string NameOf(HealingAction action) =>
        "healed_" + HealingAxes.WordOf(action).Replace('-', '_');
}
