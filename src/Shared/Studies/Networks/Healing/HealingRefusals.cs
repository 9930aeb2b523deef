using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies.Networks.Healing;

/// <summary>Healing that a network gives no occasion for. What <c>all</c> cannot do there it leaves out.</summary>
public static class HealingRefusals
{
    /// <summary>Why a cell cannot be computed; empty when it can.</summary>
    public static IEnumerable<CellRefusal> Of(HealingSettings settings, NetworkShape shape) =>
        Of(settings, shape.Activation == Activation.Abs, shape.SlopeBelow != 0);

    /// <summary>Why a cell cannot be computed; empty when it can.</summary>
    /// <param name="settings">What is done.</param>
    /// <param name="isAbsolute">Whether units take absolute values.</param>
    /// <param name="hasSlope">Whether they have a slope below 0, as an absolute value has.</param>
    public static IEnumerable<CellRefusal> Of(HealingSettings settings, bool isAbsolute, bool hasSlope)
    {
        hasSlope |= isAbsolute;
        if (settings.Word == HealingAxes.WordOf(HealingAction.BiasWarmUp) && isAbsolute)
        {
            yield return new("healing", "an absolute value passes every sample on, so that no data are dead; heal otherwise");
        }

        if (settings.Word == HealingAxes.WordOf(HealingAction.Leaky) && hasSlope)
        {
            yield return new("healing", "these units have a slope below zero as they are; heal otherwise, or take ReLUs");
        }

        var replaces = settings.Word == HealingAxes.WordOf(HealingAction.Reinit)
            || settings.Word == HealingAxes.WordOf(HealingAction.Prune);
        if (replaces && settings.Targets == HealingTargets.Off && hasSlope)
        {
            yield return new("healing_target", "units with a slope below zero are never off; give collapsed, or take ReLUs");
        }
    }
}
