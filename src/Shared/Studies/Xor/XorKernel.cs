using System.Numerics;
using System.Runtime.CompilerServices;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies.Xor;

/// <summary>Computes runs of trials of one kind of cell.</summary>
internal interface IXorKernel
{
    /// <summary>Fills the columns' rows.</summary>
    /// <param name="settings">The cell.</param>
    /// <param name="key">Key of its random streams.</param>
    /// <param name="columns">Where results go.</param>
    void Run(in XorSettings settings, ulong key, TrialColumns columns);

    /// <summary>From now on, what healing does in one trial goes to a log.</summary>
    /// <param name="trial">The trial's index in its cell.</param>
    /// <param name="log">Where it goes; null for nowhere.</param>
    void Watch(long trial, HealingLog? log);
}

/// <summary>
/// One trial a lane. A few groups of lanes are trained in turn, an epoch each, so that one's latencies hide behind the
/// others' work; a lane whose trial ends takes the next start, and finished trials are measured a row of lanes at a time.
/// </summary>
internal sealed class XorKernel<T, TModel, TOptimizer, THealing> : IXorKernel
    where T : struct, ILanes<T>
    where TModel : struct, IXorModel
    where TOptimizer : struct, IXorOptimizer
    where THealing : struct, IXorHealing
{
    private const int Groups = 4;

    /// <summary>Trials of a run that a lane computes at least, as long as there is more than one group.</summary>
    private const int TrialsPerLane = 2;

    private readonly LaneMemory state = new(Groups * XorRows.Count * T.Count);
    private readonly uint[] running = new uint[Groups];
    private readonly XorStarts<T, TModel> starts = new();
    private readonly XorFinished finished = new();
    private readonly XorOutputs outputs = new();
    private readonly XorHealer<T, TModel>? healer = THealing.IsOn ? new(Groups) : null;
    private TrialColumns columns = new([], 0);

    /// <inheritdoc/>
    public void Run(in XorSettings settings, ulong key, TrialColumns columns)
    {
        this.columns = columns;
        outputs.Bind(columns);
        finished.Clear();
        starts.Begin(settings, key, columns.FirstTrial, columns.Rows);
        if (THealing.IsOn)
        {
            healer!.Begin(settings, key, columns.FirstTrial);
        }

        Fill(columns.Rows);
        Train(settings);
        Measure(settings);
    }

    /// <inheritdoc/>
    public void Watch(long trial, HealingLog? log) => healer?.Watch(trial, log);

    /// <summary>
    /// Puts the first starts into the lanes. A short run takes fewer groups, so that two trials share a lane rather than
    /// every lane waiting for its one.
    /// </summary>
    private void Fill(int rows)
    {
        Array.Clear(running);
        var groups = Math.Clamp(rows / (TrialsPerLane * T.Count), 1, Groups);
        for (var lane = 0; lane < groups * T.Count; lane++)
        {
            var (group, bit) = (lane / T.Count, lane % T.Count);
            if (Take(group, bit))
            {
                running[group] |= 1u << bit;
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Train(in XorSettings settings)
    {
        var copy = settings;
        bool isAnyRunning;
        do
        {
            isAnyRunning = false;
            for (var group = 0; group < Groups; group++)
            {
                var lanes = running[group];
                if (lanes == 0)
                {
                    continue;
                }

                isAnyRunning = true;
                var goesOn = XorEpoch.Differentiate<T, TModel, THealing>(ref Group(group), ref Healing(group), copy);
                if (THealing.IsOn)
                {
                    goesOn |= Heal(group, lanes, copy);
                }

                var ended = lanes & ~goesOn;
                XorEpoch.Begin<T, TOptimizer>(ref Group(group), copy);
                XorEpoch.Update<T, TOptimizer, THealing>(ref Group(group), ref Healing(group), 0, copy);
                if (TModel.Units == 2)
                {
                    XorEpoch.Update<T, TOptimizer, THealing>(ref Group(group), ref Healing(group), 1, copy);
                }

                if (ended != 0)
                {
                    Replace(group, ended, settings);
                }
            }
        }
        while (isAnyRunning);
    }

    /// <summary>Heals between gradient and update.</summary>
    /// <returns>Lanes that go on though they have waited too long for a better loss.</returns>
    private uint Heal(int group, uint lanes, in XorSettings settings)
    {
        if (!THealing.IsRescue)
        {
            return healer!.Look(ref Group(group), group, lanes, settings);
        }

        healer!.Rescue(ref Group(group), group, lanes, settings);
        return 0;
    }

    /// <summary>Takes ended trials out of their lanes and puts the next starts in.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Replace(int group, uint ended, in XorSettings settings)
    {
        ref var rows = ref Group(group);
        for (; ended != 0; ended &= ended - 1)
        {
            var lane = BitOperations.TrailingZeroCount(ended);
            if (THealing.IsOn)
            {
                healer!.Finish(group, lane, outputs, finished.Count);
            }

            finished.Add<T>(ref rows, lane, TOptimizer.HasSquares);
            if (finished.Count == XorFinished.Capacity)
            {
                Measure(settings);
            }

            if (!Take(group, lane))
            {
                running[group] &= ~(1u << lane);
            }
        }
    }

    private bool Take(int group, int lane)
    {
        var isTaken = starts.Take(ref Group(group), lane);
        if (THealing.IsOn && isTaken)
        {
            healer!.Admit(ref Group(group), group, lane);
        }

        return isTaken;
    }

    private void Measure(in XorSettings settings)
    {
        for (var trial = 0; trial < finished.Count; trial += T.Count)
        {
            XorMeasures<T, TModel>.Measure(finished, outputs, trial, settings);
        }

        outputs.Write(finished, columns);
        finished.Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float Healing(int group) => ref THealing.IsOn ? ref healer!.Rows(group) : ref Group(group);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float Group(int group) => ref XorGroup.Row<T>(ref state.First, group * XorRows.Count);
}
