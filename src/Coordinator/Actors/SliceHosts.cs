namespace Farm.Coordinator.Actors;

/// <summary>Who computed the stored slices of the long trials that are audited: no slice is audited by its own host.</summary>
internal sealed class SliceHosts
{
    private readonly Dictionary<(int Cell, long Block), List<(long FirstStep, string Host)>> trials = [];

    /// <summary>A slice is stored; one that begins at step 0 is of a trial that begins, perhaps anew.</summary>
    public void Add(CellWork cell, long block, long firstStep, string host)
    {
        if (!trials.TryGetValue((cell.Index, block), out var slices))
        {
            trials.Add((cell.Index, block), slices = []);
        }

        if (firstStep == 0)
        {
            slices.Clear();
        }

        slices.Add((firstStep, host));
    }

    /// <summary>The host of the slice that begins at a step; null where none is stored.</summary>
    public string? Of(CellWork cell, long block, long firstStep) =>
        trials.TryGetValue((cell.Index, block), out var slices) ? slices.Find(s => s.FirstStep == firstStep).Host : null;

    /// <summary>A trial is confirmed, or stored no more.</summary>
    public void Forget(CellWork cell, long block) => trials.Remove((cell.Index, block));
}
