using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies.Networks.Healing;

/// <summary>Healing that a network gives no occasion for. What <c>all</c> cannot do there it leaves out.</summary>
public static class HealingRefusals
{
    /// <summary>Why a cell cannot be computed; empty when it can.</summary>
    public static IEnumerable<CellRefusal> Of(HealingSettings settings, NetworkShape shape)
    {
        if (settings.Word == HealingAxes.WordOf(HealingAction.BiasWarmUp) && shape.Activation == Activation.Abs)
        {
            yield return new("healing", "an absolute value passes every sample on, so that no data are dead; heal otherwise");
        }

        if (settings.Word == HealingAxes.WordOf(HealingAction.Leaky) && shape.SlopeBelow != 0)
        {
            yield return new("healing", "these units have a slope below zero as they are; heal otherwise, or take ReLUs");
        }

        var replaces = settings.Word == HealingAxes.WordOf(HealingAction.Reinit)
            || settings.Word == HealingAxes.WordOf(HealingAction.Prune);
        if (replaces && settings.Targets == HealingTargets.Off && shape.SlopeBelow != 0)
        {
            yield return new("healing_target", "units with a slope below zero are never off; give collapsed, or take ReLUs");
        }
    }
}
