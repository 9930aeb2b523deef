using ILGPU;

namespace Farm.Numerics.Gpu.Networks;

/// <summary>Trains networks, one group a trial: every sum is one chain in the trainer's order, so that bits are the host's.</summary>
internal static class NetworkGpuKernel<TPlace>
    where TPlace : struct, IParameterPlace
{
    /// <summary>What a group's threads do.</summary>
    /// <param name="task">The networks.</param>
    /// <param name="steps">Updates of each.</param>
    public static void Train(NetworkGpuTask task, int steps)
    {
        int trial = ILGPU.Grid.IdxX, thread = Group.IdxX, threads = Group.DimX;
        var length = task.ParameterLength;
        var own = task.Parameters.SubView(3 * trial * length, length);
        var parameters = TPlace.Of(own);
        for (var at = thread; TPlace.IsCopied && at < length; at += threads)
        {
            parameters[at] = own[at];
        }

        if (thread == 0)
        {
            task.Made[trial] = steps;
        }

        Group.Barrier();
        var isFinite = true;
        for (var step = 0; step < steps && isFinite; step++)
        {
            var group = new NetworkGroup(trial, thread, threads, trial * steps + step);
            for (var layer = 0; layer < task.Depth; layer++)
            {
                group.Forward(task, parameters, layer);
                Group.Barrier();
            }

            group.Output(task, parameters);
            Group.Barrier();
            group.Judge(task, step);
            Group.Barrier();

            // All threads read the same number: it is written before the barrier above, and never after it in this step.
            isFinite = task.Made[trial] >= 0;
            for (var layer = task.Depth - 1; layer >= 0 && isFinite; layer--)
            {
                group.Backward(task, parameters, layer);
                Group.Barrier();
            }

            if (isFinite)
            {
                group.Update(task, parameters);
            }

            Group.Barrier();
        }

        for (var at = thread; TPlace.IsCopied && at < length; at += threads)
        {
            own[at] = parameters[at];
        }
    }
}
