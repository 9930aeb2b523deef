using System.Numerics;
using System.Runtime.CompilerServices;
using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies.Xor;

/// <summary>
/// Heals the trials of a kernel's lanes. What is looked for in every epoch is looked for in lanes; a lane that something is
/// to be done to is then treated alone, one number after the other.
/// </summary>
/// <remarks>
/// Between an epoch's gradient and its update. A trial that the epoch's loss ends, because it is below the limit, no number,
/// or that of the last epoch, is left alone. The torque that the epoch counts is that of the weights as an action left them.
/// </remarks>
internal sealed class XorHealer<T, TModel>
    where T : struct, ILanes<T>
    where TModel : struct, IXorModel
{
    private readonly LaneMemory rows;
    private readonly XorPatient[] patients;
    private XorChecks? checks;
    private ulong key;
    private long firstTrial;
    private (long Trial, HealingLog? Log) watched = (-1, null);

    /// <summary>A healer of some groups of lanes.</summary>
    public XorHealer(int groups)
    {
        rows = new(groups * XorHealingRows.Count * T.Count);
        patients = [.. Enumerable.Range(0, groups * T.Count).Select(_ => new XorPatient())];
    }

    /// <summary>What is done in one trial goes to a log from now on.</summary>
    public void Watch(long trial, HealingLog? log) => watched = (trial, log);

    /// <summary>Starts a run of trials.</summary>
    public void Begin(in XorSettings settings, ulong key, long firstTrial)
    {
        (this.key, this.firstTrial) = (key, firstTrial);
        checks = settings.Treatment!.IsRescue ? null : new(settings, key, TModel.Units, TModel.IsAbsolute);
    }

    /// <summary>First row of a group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float Rows(int group) => ref XorGroup.Row<T>(ref rows.First, group * XorHealingRows.Count);

    /// <summary>Takes the trial whose start was put into a lane.</summary>
    public void Admit(ref float group, int index, int lane)
    {
        var at = Lane(ref group, index, lane);
        var trial = firstTrial + BitConverter.SingleToInt32Bits(at.At(XorRows.Trial));
        var patient = patients[index * T.Count + lane];
        patient.Begin((ulong)trial, trial == watched.Trial ? watched.Log : null);
        for (var row = 0; row < XorHealingRows.Count; row++)
        {
            at.Healing(row) = 0;
        }

        at.Healing(XorHealingRows.Due) = 1;
        at.Healing(XorHealingRows.Factor) = 1;
        at.Healing(XorHealingRows.Factor + 1) = 1;
    }

    /// <summary>The general loop's look at those trials of a group that are due.</summary>
    /// <param name="group">The group's rows.</param>
    /// <param name="index">Its index.</param>
    /// <param name="lanes">Lanes with a trial.</param>
    /// <param name="settings">The cell.</param>
    /// <returns>Lanes in which something was done, so that they begin anew to wait for a better loss.</returns>
    public uint Look(ref float group, int index, uint lanes, in XorSettings settings)
    {
        var due = lanes & Remaining(ref group, settings) & T.BitsOfLessOrEqual(
            T.Load(ref XorGroup.Row<T>(ref Rows(index), XorHealingRows.Due)),
            T.Load(ref XorGroup.Row<T>(ref group, XorRows.Epochs)));
        var treated = 0u;
        for (; due != 0; due &= due - 1)
        {
            var lane = BitOperations.TrailingZeroCount(due);
            var at = Lane(ref group, index, lane);
            if (checks!.Look(at, patients[index * T.Count + lane]))
            {
                at.At(XorRows.Best) = float.PositiveInfinity;
                at.At(XorRows.Stale) = 0;
                treated |= 1u << lane;
            }
        }

        return treated;
    }

    /// <summary>The rescue's epoch: counts, and treats what is flagged.</summary>
    /// <param name="group">The group's rows.</param>
    /// <param name="index">Its index.</param>
    /// <param name="lanes">Lanes with a trial.</param>
    /// <param name="settings">The cell.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rescue(ref float group, int index, uint lanes, in XorSettings settings)
    {
        var flagged = CountDead(ref group, index) | CountFar(ref group, index, 0);
        if (TModel.Units == 2)
        {
            flagged |= CountFar(ref group, index, 1);
        }

        if ((flagged & lanes) != 0)
        {
            Treat(ref group, index, flagged & lanes & Remaining(ref group, settings), settings.Treatment!.Rescue);
        }
    }

    /// <summary>Writes what was done in the trial that is about to leave a lane.</summary>
    public void Finish(int index, int lane, XorOutputs outputs, int place)
    {
        var patient = patients[index * T.Count + lane];
        for (var action = HealingAction.BiasWarmUp; action <= HealingAction.Centre; action++)
        {
            outputs.At(XorOutput.Healed + (int)action, place) = patient[action];
        }

        outputs.At(XorOutput.HealedFirst, place) = patient.First;
        outputs.At(XorOutput.HealedDeadBefore, place) = patient.DeadBefore;
        outputs.At(XorOutput.HealedDeadAfter, place) = patient.DeadAfter;
        outputs.At(XorOutput.HealedTorqueBefore, place) = patient.TorqueBefore;
        outputs.At(XorOutput.HealedTorqueAfter, place) = patient.TorqueAfter;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Treat(ref float group, int index, uint flagged, RescueKind kind)
    {
        for (; flagged != 0; flagged &= flagged - 1)
        {
            var lane = BitOperations.TrailingZeroCount(flagged);
            var at = Lane(ref group, index, lane);
            var patient = patients[index * T.Count + lane];
            var before = XorChecks.State(at, TModel.Units);
            XorRescue.Treat(at, patient, TModel.Units, kind, key);
            patient.Note((int)at.At(XorRows.Epochs) - 1, before, XorChecks.State(at, TModel.Units));
        }
    }

    /// <summary>Counts dead points of class 1; lanes in which one is flagged.</summary>
    private uint CountDead(ref float group, int index)
    {
        Points(ref group, 0, out var z1, out var z2);
        var (y1, y2) = (z1, z2);
        if (TModel.Units == 2)
        {
            Points(ref group, 1, out y1, out y2);
        }

        ref var streak = ref XorGroup.Row<T>(ref Rows(index), XorHealingRows.Streak);
        return Count(ref streak, z1, y1) | Count(ref XorGroup.Row<T>(ref streak, 1), z2, y2);
    }

    private static uint Count(ref float streak, T z, T y)
    {
        var zero = T.Of(0f);
        var more = T.Load(ref streak) + T.Of(1f);
        var count = T.IfLessOrEqual(z, zero, T.IfLessOrEqual(y, zero, more, zero), zero);
        T.Store(count, ref streak);
        return T.BitsOfLess(T.Of(XorRescue.MostDead), count);
    }

    private uint CountFar(ref float group, int index, int unit)
    {
        ref var first = ref XorGroup.Row<T>(ref group, unit * XorRows.OfUnit);
        var wx = T.Load(ref first);
        var wy = T.Load(ref XorGroup.Row<T>(ref first, XorRows.WeightY));
        var b = T.Load(ref XorGroup.Row<T>(ref first, XorRows.Bias));
        ref var far = ref XorGroup.Row<T>(ref Rows(index), XorHealingRows.Far + unit);
        var border = T.Of(XorRescue.Radius) * T.SquareRoot(T.FusedMultiplyAdd(wx, wx, wy * wy));
        var count = T.IfLess(border, T.Abs(b), T.Load(ref far) + T.Of(1f), T.Of(0f));
        T.Store(count, ref far);
        return T.BitsOfLess(T.Of(XorRescue.MostFar), count);
    }

    /// <summary>z of a unit on the points of class 1.</summary>
    private static void Points(ref float group, int unit, out T z1, out T z2)
    {
        ref var first = ref XorGroup.Row<T>(ref group, unit * XorRows.OfUnit);
        XorNetwork.Preactivate(
            T.Load(ref first),
            T.Load(ref XorGroup.Row<T>(ref first, XorRows.WeightY)),
            T.Load(ref XorGroup.Row<T>(ref first, XorRows.Bias)),
            out _, out z1, out z2, out _);
    }

    /// <summary>Lanes that this epoch's loss does not end but for want of a better one.</summary>
    private static uint Remaining(ref float group, in XorSettings settings) =>
        T.BitsOfLessOrEqual(T.Of(settings.StopSum), T.Load(ref XorGroup.Row<T>(ref group, XorRows.Sum)))
        & T.BitsOfLess(T.Load(ref XorGroup.Row<T>(ref group, XorRows.Epochs)), T.Of(settings.MaxEpochs));

    private XorLane Lane(ref float group, int index, int lane) =>
        new(ref Unsafe.Add(ref group, lane), ref Unsafe.Add(ref Rows(index), lane), T.Count);
}
