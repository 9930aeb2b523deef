using ILGPU;

namespace Farm.Numerics.Gpu.Networks;

/// <summary>A thread of a group in one update of its trial; between its methods the group waits for all of its threads.</summary>
/// <remarks>What its trial no longer needs is told not to be on. The formulas and their order are those of <see cref="NetworkTrainer{T}"/>, without residual blocks and healing.</remarks>
internal readonly struct NetworkGroup(int trial, int thread, int threads, int update)
{
    private readonly int trial = trial;
    private readonly int thread = thread;
    private readonly int threads = threads;
    private readonly int update = update;

    /// <summary>z and a of a layer.</summary>
    public void Forward(in NetworkGpuTask task, ArrayView<float> parameters, int layer, bool isOn)
    {
        if (!isOn)
        {
            return;
        }

        var (inputs, map) = (task.InputsOf(layer), task.MapAt(layer));
        for (var at = thread; at < task.Sizes[update] * task.Width; at += threads)
        {
            var (row, unit) = (at / task.Width, at % task.Width);
            var z = GpuFloat.Of(parameters[map + inputs * task.Stride + unit]);
            for (var k = 0; k < inputs; k++)
            {
                z = GpuFloat.FusedMultiplyAdd(
                    InputOf(task, layer, row, k), GpuFloat.Of(parameters[map + k * task.Stride + unit]), z);
            }

            var a = GpuFloat.IfLess(GpuFloat.Of(0), z, z, GpuFloat.Of(task.Slope) * z);
            task.Scratch[At(task, layer, row, unit)] = z.Value;
            task.Scratch[At(task, task.Depth + layer, row, unit)] = a.Value;
        }
    }

    /// <summary>Outputs, in sixteen partial sums.</summary>
    public void Output(in NetworkGpuTask task, ArrayView<float> parameters, bool isOn)
    {
        if (!isOn)
        {
            return;
        }

        var biases = task.MapAt(task.Depth) + task.Outputs * task.Stride;
        for (var at = thread; at < task.Sizes[update] * task.Outputs; at += threads)
        {
            var (row, k) = (at / task.Outputs, at % task.Outputs);
            var even = Part(task, parameters, row, k, 0) + Part(task, parameters, row, k, 2);
            var odd = Part(task, parameters, row, k, 1) + Part(task, parameters, row, k, 3);
            task.Scratch[OutputAt(task, row, k)] = (even + odd + GpuFloat.Of(parameters[biases + k])).Value;
        }
    }

    /// <summary>δ of the outputs, and whether the loss is finite.</summary>
    public void Judge(in NetworkGpuTask task, int step, bool isOn)
    {
        if (!isOn)
        {
            return;
        }

        for (var row = thread; row < task.Sizes[update]; row += threads)
        {
            var isFinite = task.HasClasses != 0 ? CrossEntropy(task, row) : SquaredError(task, row);
            if (!isFinite)
            {
                task.Made[trial] = -1 - step;
            }
        }
    }

    /// <summary>∂L/∂z of a layer.</summary>
    public void Backward(in NetworkGpuTask task, ArrayView<float> parameters, int layer, bool isOn)
    {
        if (!isOn)
        {
            return;
        }

        var isLast = layer == task.Depth - 1;
        var (count, map) = (isLast ? task.Outputs : task.Width, task.MapAt(layer + 1));
        for (var at = thread; at < task.Sizes[update] * task.Width; at += threads)
        {
            var (row, unit) = (at / task.Width, at % task.Width);
            var sum = GpuFloat.Of(0);
            for (var k = 0; k < count; k++)
            {
                // V has a row an output, W a row an input.
                var delta = isLast ? task.Scratch[OutputAt(task, task.BatchSize + row, k)] : task.Scratch[At(task, 2 * task.Depth + layer + 1, row, k)];
                var weight = parameters[map + (isLast ? k * task.Stride + unit : unit * task.Stride + k)];
                sum = GpuFloat.FusedMultiplyAdd(GpuFloat.Of(delta), GpuFloat.Of(weight), sum);
            }

            var z = GpuFloat.Of(task.Scratch[At(task, layer, row, unit)]);
            var below = GpuFloat.IfLess(z, GpuFloat.Of(0), GpuFloat.Of(task.Slope), GpuFloat.Of(task.SlopeAtZero));
            var derivative = GpuFloat.IfLess(GpuFloat.Of(0), z, GpuFloat.Of(1), below);
            task.Scratch[At(task, 2 * task.Depth + layer, row, unit)] = (sum * derivative).Value;
        }
    }

    /// <summary>Each parameter's gradient, and what the optimiser makes of it.</summary>
    public void Update(in NetworkGpuTask task, ArrayView<float> parameters, bool isOn)
    {
        if (!isOn)
        {
            return;
        }

        for (var map = 0; map < task.Depth; map++)
        {
            var (first, inputs) = (task.MapAt(map), task.InputsOf(map));
            for (var at = thread; at < (inputs + 1) * task.Width; at += threads)
            {
                var (k, unit) = (at / task.Width, at % task.Width);
                var gradient = GpuFloat.Of(0);
                for (var row = 0; row < task.Sizes[update]; row++)
                {
                    var delta = GpuFloat.Of(task.Scratch[At(task, 2 * task.Depth + map, row, unit)]);
                    gradient = k < inputs ? GpuFloat.FusedMultiplyAdd(InputOf(task, map, row, k), delta, gradient) : gradient + delta;
                }

                Step(task, parameters, first + k * task.Stride + unit, gradient);
            }
        }

        var outputs = task.MapAt(task.Depth);
        for (var at = thread; at < task.Outputs * (task.Width + 1); at += threads)
        {
            var (k, unit) = (at / (task.Width + 1), at % (task.Width + 1));
            var gradient = GpuFloat.Of(0);
            for (var row = 0; row < task.Sizes[update]; row++)
            {
                var delta = GpuFloat.Of(task.Scratch[OutputAt(task, task.BatchSize + row, k)]);
                gradient = unit < task.Width
                    ? GpuFloat.FusedMultiplyAdd(delta, InputOf(task, task.Depth, row, unit), gradient)
                    : gradient + delta;
            }

            Step(task, parameters, outputs + (unit < task.Width ? k * task.Stride + unit : task.Outputs * task.Stride + k), gradient);
        }
    }

    private void Step(in NetworkGpuTask task, ArrayView<float> parameters, int at, GpuFloat gradient)
    {
        var rate = GpuFloat.Of(task.Rates[update]);
        var direction = gradient;
        if (task.Optimizer != (int)OptimizerKind.GradientDescent)
        {
            var first = 3 * trial * task.ParameterLength + task.ParameterLength + at;
            var m = Flushed(GpuFloat.FusedMultiplyAdd(
                GpuFloat.Of(task.KeepFirst), GpuFloat.Of(task.Parameters[first]), GpuFloat.Of(task.TakeFirst) * gradient));
            task.Parameters[first] = m.Value;
            direction = m;
            if (task.Optimizer == (int)OptimizerKind.Adam)
            {
                var second = first + task.ParameterLength;
                var v = Flushed(GpuFloat.FusedMultiplyAdd(
                    GpuFloat.Of(task.KeepSecond),
                    GpuFloat.Of(task.Parameters[second]),
                    GpuFloat.Of(task.TakeSecond) * (gradient * gradient)));
                task.Parameters[second] = v.Value;
                direction = m / (GpuFloat.SquareRoot(v * GpuFloat.Of(task.Scales[update])) + GpuFloat.Of(task.Epsilon));
            }
        }

        parameters[at] = GpuFloat.FusedMultiplyAdd(rate, direction, GpuFloat.Of(parameters[at])).Value;
    }

    /// <summary>0 for a subnormal moment.</summary>
    private static GpuFloat Flushed(GpuFloat moment) =>
        GpuFloat.IfLess(GpuFloat.Abs(moment), GpuFloat.Of(1.17549435e-38f), GpuFloat.Of(0), moment);

    /// <summary>Four of an output's sixteen partial sums: (p + (p + 8)) + ((p + 4) + (p + 12)).</summary>
    private GpuFloat Part(in NetworkGpuTask task, ArrayView<float> parameters, int row, int k, int part) =>
        (Dot(task, parameters, row, k, part) + Dot(task, parameters, row, k, part + 8))
        + (Dot(task, parameters, row, k, part + 4) + Dot(task, parameters, row, k, part + 12));

    private GpuFloat Dot(in NetworkGpuTask task, ArrayView<float> parameters, int row, int k, int part)
    {
        var (sum, weights) = (GpuFloat.Of(0), task.MapAt(task.Depth) + k * task.Stride);
        for (var at = part; at < task.Stride; at += 16)
        {
            // What fills up a row is 0 times 0; it makes a sum of −0 one of 0.
            var a = at < task.Width ? InputOf(task, task.Depth, row, at) : GpuFloat.Of(0);
            var weight = at < task.Width ? GpuFloat.Of(parameters[weights + at]) : GpuFloat.Of(0);
            sum = GpuFloat.FusedMultiplyAdd(a, weight, sum);
        }

        return sum;
    }

    private bool SquaredError(in NetworkGpuTask task, int row)
    {
        var (scale, isFinite) = (GpuFloat.Of(2) / GpuFloat.Of(task.Sizes[update]), true);
        for (var k = 0; k < task.Outputs; k++)
        {
            var target = GpuFloat.Of(task.Targets[SampleOf(task, row) * task.OutputStride + k]);
            var error = GpuFloat.Of(task.Scratch[OutputAt(task, row, k)]) - target;
            task.Scratch[OutputAt(task, task.BatchSize + row, k)] = (scale * error).Value;

            // A float64 holds any sum of squares of float32.
            isFinite &= IsFinite(error);
        }

        return isFinite;
    }

    private bool CrossEntropy(in NetworkGpuTask task, int row)
    {
        var most = GpuFloat.Of(task.Scratch[OutputAt(task, row, 0)]);
        for (var k = 1; k < task.Outputs; k++)
        {
            var f = GpuFloat.Of(task.Scratch[OutputAt(task, row, k)]);
            most = GpuFloat.IsLess(most, f) || !GpuFloat.IsLessOrEqual(f, f) ? f : most;
        }

        var (scale, sum) = (GpuFloat.Of(1) / GpuFloat.Of(task.Sizes[update]), GpuFloat.Of(0));
        for (var k = 0; k < task.Outputs; k++)
        {
            var e = ExpOf.NotAboveZero(GpuFloat.Of(task.Scratch[OutputAt(task, row, k)]) - most);
            task.Scratch[OutputAt(task, task.BatchSize + row, k)] = e.Value;
            sum += e;
        }

        var label = task.Classes[SampleOf(task, row)];
        for (var k = 0; k < task.Outputs; k++)
        {
            var p = GpuFloat.Of(task.Scratch[OutputAt(task, task.BatchSize + row, k)]) / sum;

            // Not p − (k == label ? 1 : 0): a condition that is made a number is 0 in ILGPU's OpenCL code.
            var error = k == label ? p - GpuFloat.Of(1) : p;
            task.Scratch[OutputAt(task, task.BatchSize + row, k)] = (scale * error).Value;
        }

        return IsFinite(most) && IsFinite(GpuFloat.Of(task.Scratch[OutputAt(task, row, label)]));
    }

    private static bool IsFinite(GpuFloat number) => GpuFloat.IsLessOrEqual(GpuFloat.Abs(number), GpuFloat.Of(float.MaxValue));

    private int SampleOf(in NetworkGpuTask task, int row) => task.Order[update * task.BatchSize + row];

    /// <summary>A number of what a map reads.</summary>
    private GpuFloat InputOf(in NetworkGpuTask task, int map, int row, int k) => GpuFloat.Of(map == 0
        ? task.Data[SampleOf(task, row) * task.InputStride + k]
        : task.Scratch[At(task, task.Depth + map - 1, row, k)]);

    private int At(in NetworkGpuTask task, int layer, int row, int unit) =>
        trial * task.ScratchLength + layer * task.LayerLength + row * task.Stride + unit;

    private int OutputAt(in NetworkGpuTask task, int row, int k) =>
        trial * task.ScratchLength + 3 * task.Depth * task.LayerLength + row * task.OutputStride + k;
}
