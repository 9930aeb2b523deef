namespace Farm.Coordinator.Actors;

/// <summary>A long trial that has begun: where it is, and what is on its way.</summary>
/// <param name="cell">Its cell.</param>
/// <param name="block">The block that holds it.</param>
internal sealed class TrialChain(CellWork cell, long block)
{
    public CellWork Cell => cell;

    public long Block => block;

    /// <summary>Steps on disk.</summary>
    public long Step { get; private set; }

    /// <summary>Digest of the state on disk; empty at the start.</summary>
    public byte[] Digest { get; private set; } = [];

    /// <summary>The state on disk; empty at the start.</summary>
    public byte[] State { get; private set; } = [];

    /// <summary>Whether an order of it is not answered.</summary>
    public bool IsOrdered { get; set; }

    /// <summary>Slices of it that wait for the disk.</summary>
    public int Waiting { get; set; }

    /// <summary>Whether it is among those whose next slice may be ordered.</summary>
    public bool IsReady { get; set; }

    /// <summary>A slice is on disk.</summary>
    public void Advance(long step, byte[] digest, byte[] state) => (Step, Digest, State) = (step, digest, state);

    /// <summary>Nothing of it is on disk any more.</summary>
    public void Restart() => Advance(0, [], []);
}
