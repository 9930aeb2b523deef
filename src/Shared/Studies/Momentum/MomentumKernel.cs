using System.Numerics;
using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Momentum;

/// <summary>Follows runs of trials of one kind of cell to their ends.</summary>
internal interface IMomentumKernel
{
    /// <summary>Follows trials first … first + rows − 1.</summary>
    /// <param name="settings">The cell.</param>
    /// <param name="key">Key of its random streams.</param>
    /// <param name="first">The first trial.</param>
    /// <param name="rows">How many.</param>
    /// <param name="ends">Where their ends go; begun.</param>
    void Run(in MomentumSettings settings, ulong key, long first, int rows, MomentumEnds ends);
}

/// <summary>
/// Gradients in closed form, one start a lane. A few groups of lanes make a step each in turn, so that one's latencies hide
/// behind the others' work; a lane whose trial ends takes the next start. No lane looks at another.
/// </summary>
internal sealed class MomentumKernel<T, TTarget> : IMomentumKernel
    where T : struct, IDoubleLanes<T>
    where TTarget : struct, ISingleReluTarget
{
    /// <summary>Groups that a processor's window of waiting instructions can hold a few of.</summary>
    private const int Groups = 6;

    private readonly LaneMemory state = new(2 * Groups * MomentumRows.Count * T.Count);
    private readonly uint[] running = new uint[Groups];
    private readonly long[] step = new long[Groups];
    private readonly long[] nextDeadline = new long[Groups];
    private readonly long[] began = new long[Groups * T.Count];
    private readonly int[] rowOf = new int[Groups * T.Count];
    private int taken;

    /// <inheritdoc/>
    public void Run(in MomentumSettings settings, ulong key, long first, int rows, MomentumEnds ends)
    {
        taken = 0;
        Array.Clear(running);
        Array.Clear(step);
        for (var lane = 0; lane < Groups * T.Count; lane++)
        {
            Take(settings, first, rows, lane / T.Count, lane % T.Count);
        }

        Follow(settings, MomentumConstants.Of(settings), first, rows, ends);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Follow(
        in MomentumSettings settings, in MomentumConstants constants, long first, int rows, MomentumEnds ends)
    {
        var copy = constants;
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
                var ended = lanes & MomentumStep.Make<T, TTarget>(ref Group(group), copy);
                if (++step[group] >= nextDeadline[group] || ended != 0)
                {
                    Replace(settings, group, ended, first, rows, ends);
                }
            }
        }
        while (isAnyRunning);
    }

    /// <summary>Takes ended trials out of their lanes, and those that have made their most steps, and puts the next starts in.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Replace(in MomentumSettings settings, int group, uint ended, long first, int rows, MomentumEnds ends)
    {
        for (var lanes = running[group]; lanes != 0; lanes &= lanes - 1)
        {
            var lane = BitOperations.TrailingZeroCount(lanes);
            var steps = step[group] - began[group * T.Count + lane];
            var hasStopped = (ended >> lane & 1) != 0;
            if (hasStopped || steps == settings.MostSteps)
            {
                ends.Set(
                    rowOf[group * T.Count + lane],
                    At(group, MomentumRows.W, lane),
                    At(group, MomentumRows.B, lane),
                    across: 0,
                    (int)steps,
                    hasStopped);
                Take(settings, first, rows, group, lane);
            }
        }

        nextDeadline[group] = long.MaxValue;
        for (var lanes = running[group]; lanes != 0; lanes &= lanes - 1)
        {
            var lane = BitOperations.TrailingZeroCount(lanes);
            nextDeadline[group] = Math.Min(nextDeadline[group], began[group * T.Count + lane] + settings.MostSteps);
        }
    }

    /// <summary>Puts the next start into a lane; where there is none the lane rests.</summary>
    private void Take(in MomentumSettings settings, long first, int rows, int group, int lane)
    {
        if (taken == rows)
        {
            running[group] &= ~(1u << lane);
            return;
        }

        (At(group, MomentumRows.W, lane), At(group, MomentumRows.B, lane)) = settings.Lattice.Start(first + taken);
        (At(group, MomentumRows.MomentumW, lane), At(group, MomentumRows.MomentumB, lane)) = (0, 0);
        running[group] |= 1u << lane;
        began[group * T.Count + lane] = step[group];
        nextDeadline[group] = Math.Min(
            running[group] == 1u << lane ? long.MaxValue : nextDeadline[group], step[group] + settings.MostSteps);
        rowOf[group * T.Count + lane] = taken++;
    }

    private ref double At(int group, int row, int lane) =>
        ref Unsafe.Add(ref MomentumStep.Row<T>(ref Group(group), row), lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref double Group(int group) => ref MomentumStep.Row<T>(
        ref Unsafe.As<float, double>(ref state.First), group * MomentumRows.Count);
}
