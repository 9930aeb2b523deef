using Farm.Studies.Healing;

namespace Farm.Studies.Xor;

/// <summary>What the rescue does to a trial in whose epoch something is flagged.</summary>
/// <remarks>
/// <para>Source: science.md §6. All is decided by the epoch's parameters, before anything is moved: which points are dead
/// and wrong, which hyperplanes too far out, and for how many epochs in a row. A ReLU's output on a dead point is 0 (a
/// leaky one's at most 0), so that only points of class 1 are ever dead and wrong.</para>
/// <para>Then first the flagged points, (1, −1) before (−1, 1), each by the parameters as they are by then: the unit with the
/// smallest |z|/‖w‖, the first of two that are equally close, one with w = 0 last of all, is moved until its z there is
/// 1e-4, also when the point before has raised it above. Its counter alone returns to 0. Then the flagged hyperplanes get
/// b = 0 and their counters 0; |b| &gt; 1.4‖w‖, so that one with w = 0 is far out unless b = 0 as well.</para>
/// <para>Gradient and the optimiser's means are kept: the update that follows is that of the epoch's gradient.</para>
/// </remarks>
internal static class XorRescue
{
    /// <summary>Epochs in a row after which a point that is dead and wrong is flagged.</summary>
    public const float MostDead = 5;

    /// <summary>Epochs in a row after which a hyperplane too far out is flagged.</summary>
    public const float MostFar = 3;

    /// <summary>Distance from the centre beyond which a hyperplane is too far out.</summary>
    public const float Radius = 1.4f;

    private const float Target = 1e-4f;
    private const float RootOfTwo = 1.41421354f;

    /// <summary>Does it.</summary>
    /// <param name="lane">The trial, differentiated, its counters counted.</param>
    /// <param name="patient">Where it is written down.</param>
    /// <param name="units">Units of the model.</param>
    /// <param name="kind">What is moved.</param>
    /// <param name="key">The cell's stream key.</param>
    public static void Treat(XorLane lane, XorPatient patient, int units, RescueKind kind, ulong key)
    {
        var update = (int)lane.At(XorRows.Epochs) - 1;
        for (var i = 0; i < 2; i++)
        {
            if (lane.Healing(XorHealingRows.Streak + i) > MostDead)
            {
                Revive(lane, patient, units, kind, key, update, i + 1);
                lane.Healing(XorHealingRows.Streak + i) = 0;
            }
        }

        for (var unit = 0; unit < units; unit++)
        {
            if (lane.Healing(XorHealingRows.Far + unit) > MostFar)
            {
                ref var bias = ref lane.Of(unit, XorRows.Bias);
                var distance = Math.Abs((double)bias) / lane.WeightNorm(unit);
                (bias, lane.Healing(XorHealingRows.Far + unit)) = (0, 0);
                patient.Note(new HealingEvent(update, 0, unit, HealingAction.Centre, 0, distance, 0));
            }
        }
    }

    private static void Revive(
        XorLane lane, XorPatient patient, int units, RescueKind kind, ulong key, int update, int point)
    {
        var unit = units == 2 && Distance(lane, 1, point) < Distance(lane, 0, point) ? 1 : 0;
        var before = lane.PreActivation(unit, point);
        var lack = Target - before;
        var sign = point == 1 ? 1f : -1f;
        ref var wx = ref lane.Of(unit, XorRows.WeightX);
        ref var wy = ref lane.Of(unit, XorRows.WeightY);
        ref var b = ref lane.Of(unit, XorRows.Bias);
        switch (kind)
        {
            case RescueKind.Weight:
                wx += sign * (lack / 2);
                wy -= sign * (lack / 2);
                break;
            case RescueKind.Bias:
                b += lack;
                break;
            case RescueKind.Joint:
                wx += sign * (lack / 3);
                wy -= sign * (lack / 3);
                b += lack / 3;
                break;
            default:
                var (x, y) = XorDraws.Direction(key, patient.Trial, update, point);
                wx += lack / RootOfTwo * x;
                wy += lack / RootOfTwo * y;
                break;
        }

        var after = lane.PreActivation(unit, point);
        patient.Note(new HealingEvent(update, 0, unit, HealingAction.Revive, 0, before, after) { Sample = point });
    }

    private static float Distance(XorLane lane, int unit, int point)
    {
        var norm = lane.WeightNorm(unit);
        return norm > 0 ? MathF.Abs(lane.PreActivation(unit, point)) / norm : float.PositiveInfinity;
    }
}
