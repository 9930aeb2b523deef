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

        // Every thread meets every barrier, also after the loss has ceased to be finite: there is nothing to do any more then.
        Group.Barrier();
        for (var step = 0; step < steps; step++)
        {
            var isFinite = task.Made[trial] >= 0;
            var group = new NetworkGroup(trial, thread, threads, trial * steps + step);
            for (var layer = 0; layer < task.Depth; layer++)
            {
                group.Forward(task, parameters, layer, isFinite);
                Group.Barrier();
            }

            group.Output(task, parameters, isFinite);
            Group.Barrier();
            group.Judge(task, step, isFinite);
            Group.Barrier();
            isFinite = task.Made[trial] >= 0;
            for (var layer = task.Depth - 1; layer >= 0; layer--)
            {
                group.Backward(task, parameters, layer, isFinite);
                Group.Barrier();
            }

            group.Update(task, parameters, isFinite);
            Group.Barrier();
        }

        for (var at = thread; TPlace.IsCopied && at < length; at += threads)
        {
            own[at] = parameters[at];
        }
    }
}
