using Farm.Domain;

namespace Farm.Node.Steps;

/// <summary>What a slot is taken by.</summary>
/// <param name="held">The order.</param>
/// <param name="at">When it took the slot.</param>
/// <param name="isStarted">Whether its worker has it; a suspect's has not before the farm knows of it.</param>
internal sealed class SlotWork(HeldOrder held, DateTimeOffset at, bool isStarted)
{
    public HeldOrder Held => held;

    public ShardOrder Order => held.Order;

    public DateTimeOffset At => at;

    public bool IsStarted { get; set; } = isStarted;

    public bool IsAnnounced { get; set; }

    /// <summary>When the start was announced last.</summary>
    public DateTimeOffset AnnouncedAt { get; set; }
}
