using System.Globalization;
using Farm.Coordinator.Terminal;
using Farm.Studies.Healing;

namespace Farm.Coordinator.Verbs;

/// <summary>What healing did in one trial, as a table: an action a line, layers and units counted from 1.</summary>
internal static class HealingText
{
    /// <summary>Writes the actions and how many more there were; nothing where there were none.</summary>
    public static void Write(HealingLog log, TextWriter writer)
    {
        if (log.Events.Count == 0)
        {
            return;
        }

        var table = new TextTable("update", "layer", "unit", "action", "samples", "before", "after");
        foreach (var healing in log.Events)
        {
            table.Add(
                Invariant.Text(healing.Update), Place(healing.Layer), Place(healing.Unit), HealingAxes.WordOf(healing.Action),
                Samples(healing), Number(healing.Before), Number(healing.After));
        }

        writer.WriteLine();
        table.WriteTo(writer);
        if (log.Dropped > 0)
        {
            writer.WriteLine(Invariant.Text($"and {log.Dropped} more; --actions prints as many as you want"));
        }

        writer.WriteLine();
    }

    private static string Samples(in HealingEvent healing) =>
        healing.Sample >= 0 ? Invariant.Text($"no. {healing.Sample + 1}")
        : healing.Samples == 0 ? "" : Invariant.Text(healing.Samples);

    private static string Place(int index) => index < 0 ? "all" : Invariant.Text(index + 1);

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
