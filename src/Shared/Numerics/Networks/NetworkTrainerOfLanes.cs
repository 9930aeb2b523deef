using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>The trainer at one SIMD width.</summary>
internal sealed class NetworkTrainer<T> : NetworkTrainer
    where T : struct, ILanes<T>
{
    /// <summary>Weights of fewer rows are read where they lie.</summary>
    private const int FewestRowsToPack = 32;

    private readonly Matrix[] z;
    private readonly Matrix[] a;
    private readonly Matrix[] deltas;
    private readonly Matrix outputDeltas;
    private readonly Matrix zeros;
    private readonly Matrix ones;
    private readonly Matrix losses;
    private readonly PanelMemory panels;
    private readonly ResidualMemory? residual;

    public NetworkTrainer(NetworkShape shape, LossKind loss, NetworkOptimizer optimizer, int batchSize)
        : base(shape, loss, optimizer, batchSize)
    {
        z = Batches(shape.Depth);
        a = Batches(shape.Depth);
        deltas = Batches(shape.Depth);
        outputDeltas = new Matrix(batchSize, shape.Outputs);
        zeros = new Matrix(1, Math.Max(shape.Width, shape.Outputs));
        ones = new Matrix(1, shape.Width);
        ones.Padded.Fill(1);
        losses = new Matrix(1, batchSize);
        panels = new PanelMemory(Math.Max(shape.Inputs, shape.Width));
        residual = shape.IsResidual ? new ResidualMemory(shape, batchSize) : null;
        Reset();
    }

    private protected override LaneMemory? RunningStatistics => residual?.Running;

    public override void Reset()
    {
        base.Reset();
        residual?.Reset();
    }

    public override Matrix Inputs(int layer) => layer == 0 ? BatchInputs : a[layer - 1];

    public override Matrix PreActivations(int layer) => z[layer];

    public override Matrix Activations(int layer) => a[layer];

    public override Matrix Deltas(int layer) => deltas[layer];

    public override Matrix InverseDeviations(int layer) =>
        residual?.Norms[layer].InverseDeviations ?? throw new InvalidOperationException("A plain network is not normalised.");

    public override double Differentiate()
    {
        Forward(isTraining: true);
        var sum = LossSum();
        Backward(hasGradients: true);
        return sum / BatchRows;
    }

    public override void Sensitivities(int output)
    {
        for (var row = 0; row < BatchRows; row++)
        {
            var delta = outputDeltas.Row(row);
            delta.Clear();
            delta[output] = 1;
        }

        Backward(hasGradients: false);
    }

    public override void Evaluate(TrainingData data, ReadOnlySpan<int> rows, Evaluation result)
    {
        result.Clear();
        var right = 0;
        for (; !rows.IsEmpty; rows = rows[BatchRows..])
        {
            Load(data, rows[..Math.Min(rows.Length, BatchSize)]);
            Forward(isTraining: false);
            result.LossSum += LossSum();
            result.Rows += BatchRows;
            for (var layer = 0; layer < z.Length; layer++)
            {
                LayerKernels<T>.CountActive(z[layer], Slopes[layer], SlopesAtZero[layer], result.Layers[layer], BatchRows);
                result.AddDead(layer, LayerKernels<T>.CountDead(z[layer], BatchRows));
            }

            for (var row = 0; Loss == LossKind.CrossEntropy && row < BatchRows; row++)
            {
                right += LossKernels<T>.Predicted(Outputs.Row(row)) == BatchClasses[row] ? 1 : 0;
            }
        }

        result.Accuracy = Loss == LossKind.CrossEntropy ? (double)right / result.Rows : double.NaN;
    }

    public override void Update()
    {
        Updates++;
        var rule = Optimizer.RuleAt(Updates);
        if (Optimizer.WeightDecay != 0)
        {
            Decay((float)(1 - Optimizer.Rate * Optimizer.WeightDecay));
        }

        if (!HasRateFactors)
        {
            Update(rule, 0, Parameters.Memory.Length, ones, 0);
            return;
        }

        var at = 0;
        for (var map = 0; map < Shape.Maps; map++)
        {
            var factors = map < Shape.Depth ? RateFactors[map] : ones;
            var rows = Shape.InputsOf(map) + (Shape.HasBias(map) ? 1 : 0);
            at += Update(rule, at, rows * factors.Stride, factors, factors.Stride);
        }

        for (var layer = 0; Shape.IsResidual && layer < Shape.Depth; layer++)
        {
            at += Update(rule, at, 2 * ones.Stride, RateFactors[layer], ones.Stride);
        }

        Update(rule, at, Parameters.Memory.Length - at, ones, 0);
    }

    private protected override void ClearFill()
    {
        base.ClearFill();
        residual?.ClearFill();
    }

    private int Update(in UpdateRule rule, int at, int length, Matrix factors, int period)
    {
        var run = new ParameterRun(
            ref Unsafe.Add(ref Parameters.Memory.First, at),
            ref Unsafe.Add(ref Gradients.Memory.First, at),
            ref FirstMoments is null ? ref Unsafe.NullRef<float>() : ref Unsafe.Add(ref FirstMoments.Memory.First, at),
            ref SecondMoments is null ? ref Unsafe.NullRef<float>() : ref Unsafe.Add(ref SecondMoments.Memory.First, at),
            length);
        OptimizerKernels<T>.Update(Optimizer, rule, run, ref factors.First, period);
        return length;
    }

    private void Decay(float factor)
    {
        for (var map = 0; map < Shape.Maps; map++)
        {
            OptimizerKernels<T>.Scale(Parameters.Weights(map).Padded, factor);
        }

        OptimizerKernels<T>.Scale(Parameters.OutputWeights.Padded, factor);
    }

    private double LossSum() => Loss == LossKind.SquaredError
        ? LossKernels<T>.SquaredError(Outputs, BatchTargets, outputDeltas, BatchRows)
        : LossKernels<T>.CrossEntropy(Outputs, BatchClasses, Probabilities, outputDeltas, losses, BatchRows);

    private void Forward(bool isTraining)
    {
        for (var layer = 0; layer < z.Length; layer++)
        {
            if (residual is null)
            {
                Map(layer, MatrixRows.Repeated(Parameters.Biases(layer)), z[layer]);
            }
            else
            {
                var sum = MapResidual(layer, residual);
                var (gains, shifts) = (Parameters.Gains(layer), Parameters.Shifts(layer));
                if (isTraining)
                {
                    NormalizationKernels<T>.Train(residual.Norms[layer], sum, gains, shifts, z[layer], BatchRows);
                }
                else
                {
                    NormalizationKernels<T>.Evaluate(residual.Norms[layer], sum, gains, shifts, z[layer], BatchRows);
                }
            }

            LayerKernels<T>.Activate(z[layer], Slopes[layer], a[layer], BatchRows);
        }

        if (residual is not null)
        {
            Map(Shape.Depth, MatrixRows.Of(residual.Stream), residual.Stream);
        }

        OutputKernels<T>.Apply(
            residual?.Stream ?? a[^1], Parameters.OutputWeights, Parameters.OutputBiases, Outputs, BatchRows);
    }

    /// <summary>What a residual network's layer normalises: h in even layers, W₁'s sums in odd ones.</summary>
    private Matrix MapResidual(int layer, ResidualMemory memory)
    {
        if (layer % 2 != 0)
        {
            Map(layer, MatrixRows.Repeated(zeros), memory.Inner);
            return memory.Inner;
        }

        Map(layer, layer == 0 ? MatrixRows.Repeated(Parameters.Biases(0)) : MatrixRows.Of(memory.Stream), memory.Stream);
        return memory.Stream;
    }

    private void Map(int map, MatrixRows start, Matrix to)
    {
        var weights = Parameters.Weights(map);
        MatrixProduct.Multiply<T>(
            LeftFactor.Of(Inputs(map)),
            weights.Rows < FewestRowsToPack ? RightFactor.Of(weights) : RightFactor.Packed(weights, panels),
            start,
            MatrixRows.Of(to),
            new(BatchRows, Shape.Width, weights.Rows));
    }

    /// <summary>From ∂L/∂f to all gradients, or from ∂f_k/∂f to the deltas alone.</summary>
    private void Backward(bool hasGradients)
    {
        var last = residual?.Back ?? deltas[^1];
        if (hasGradients)
        {
            Gradient(outputDeltas, residual?.Stream ?? a[^1], Gradients.OutputWeights);
            LayerKernels<T>.SumRows(outputDeltas, BatchRows, Gradients.OutputBiases);
        }

        MatrixProduct.Multiply<T>(
            LeftFactor.Of(outputDeltas),
            RightFactor.Of(Parameters.OutputWeights),
            MatrixRows.Repeated(zeros),
            MatrixRows.Of(last),
            new(BatchRows, Shape.Width, Shape.Outputs));
        if (residual is not null)
        {
            BackwardThroughMap(Shape.Depth, residual.Back, hasGradients);
        }

        for (var layer = Shape.Depth - 1; layer >= 0; layer--)
        {
            LayerKernels<T>.Differentiate(z[layer], Slopes[layer], SlopesAtZero[layer], deltas[layer], BatchRows);
            var sums = residual is null ? deltas[layer] : BackwardThroughNorm(layer, residual, hasGradients);
            BackwardThroughMap(layer, sums, hasGradients);
        }
    }

    /// <summary>∂L/∂ of what a layer normalises: for an even layer together with what reaches h past it.</summary>
    private Matrix BackwardThroughNorm(int layer, ResidualMemory memory, bool hasGradients)
    {
        var (norm, gains) = (memory.Norms[layer], Parameters.Gains(layer));
        if (hasGradients)
        {
            NormalizationKernels<T>.Back(norm, deltas[layer], gains, memory.Inner, BatchRows);
            norm.Sums.Row(0).CopyTo(Gradients.Gains(layer).Row(0));
            norm.Sums.Row(1).CopyTo(Gradients.Shifts(layer).Row(0));
        }
        else
        {
            NormalizationKernels<T>.BackHeld(norm, deltas[layer], gains, memory.Inner, BatchRows);
        }

        if (layer % 2 != 0)
        {
            return memory.Inner;
        }

        LayerKernels<T>.Add(memory.Back, memory.Inner, BatchRows);
        return memory.Back;
    }

    /// <summary>From the derivative by a map's sums to those by its weights, its biases and the layer below.</summary>
    private void BackwardThroughMap(int map, Matrix sums, bool hasGradients)
    {
        if (hasGradients)
        {
            Gradient(Inputs(map), sums, Gradients.Weights(map));
            if (Shape.HasBias(map))
            {
                LayerKernels<T>.SumRows(sums, BatchRows, Gradients.Biases(map));
            }
        }

        if (map > 0)
        {
            MatrixProduct.Multiply<T>(
                LeftFactor.Of(sums),
                RightFactor.Transposed(Parameters.Weights(map), panels),
                MatrixRows.Repeated(zeros),
                MatrixRows.Of(deltas[map - 1]),
                new(BatchRows, Shape.Width, Shape.Width));
        }
    }

    /// <summary>Leftᵀ·right.</summary>
    private void Gradient(Matrix left, Matrix right, Matrix to) => MatrixProduct.Multiply<T>(
        LeftFactor.Transposed(left),
        RightFactor.Of(right),
        MatrixRows.Repeated(zeros),
        MatrixRows.Of(to),
        new(to.Rows, to.Columns, BatchRows));

    private Matrix[] Batches(int count)
    {
        var batches = new Matrix[count];
        for (var i = 0; i < count; i++)
        {
            batches[i] = new Matrix(BatchSize, Shape.Width);
        }

        return batches;
    }
}
