using System.Buffers.Binary;

namespace Farm.Numerics;

/// <summary>
/// Trains a network in float32 on one thread: <see cref="Load"/> a batch, <see cref="Differentiate"/>, <see cref="Update"/>.
/// </summary>
/// <remarks>
/// <para>The same bits at every SIMD width: products by <see cref="MatrixProduct"/>, sums over samples down the rows, outputs
/// as <c>OutputKernels</c> says. Nothing is allocated after construction.</para>
/// <para>What stands in <see cref="Parameters"/>, <see cref="Slopes"/> and <see cref="RateFactors"/> may be changed between
/// updates.</para>
/// </remarks>
public abstract class NetworkTrainer
{
    private readonly LaneMemory units;

    private protected NetworkTrainer(NetworkShape shape, LossKind loss, NetworkOptimizer optimizer, int batchSize)
    {
        shape.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (Shape, Loss, Optimizer, BatchSize) = (shape, loss, optimizer, batchSize);
        Parameters = new NetworkParameters(shape);
        Gradients = new NetworkParameters(shape);
        FirstMoments = optimizer.HasFirstMoments ? new NetworkParameters(shape) : null;
        SecondMoments = optimizer.HasSecondMoments ? new NetworkParameters(shape) : null;
        units = new LaneMemory(checked(3 * shape.Depth * Matrix.LengthOf(1, shape.Width)));
        Slopes = UnitRows(0);
        SlopesAtZero = UnitRows(1);
        RateFactors = UnitRows(2);
        BatchInputs = new Matrix(batchSize, shape.Inputs);
        BatchTargets = new Matrix(batchSize, shape.Outputs);
        BatchClasses = new int[batchSize];
        Outputs = new Matrix(batchSize, shape.Outputs);
        Probabilities = new Matrix(batchSize, shape.Outputs);
    }

    /// <summary>The network.</summary>
    public NetworkShape Shape { get; }

    /// <summary>The loss.</summary>
    public LossKind Loss { get; }

    /// <summary>The optimiser.</summary>
    public NetworkOptimizer Optimizer { get; }

    /// <summary>Most samples of a batch.</summary>
    public int BatchSize { get; }

    /// <summary>θ.</summary>
    public NetworkParameters Parameters { get; }

    /// <summary>∂L/∂θ of the last batch.</summary>
    public NetworkParameters Gradients { get; }

    /// <summary>The optimiser's running means of gradients, not corrected; null where it has none.</summary>
    public NetworkParameters? FirstMoments { get; }

    /// <summary>The optimiser's running means of squared gradients, not corrected; null where it has none.</summary>
    public NetworkParameters? SecondMoments { get; }

    /// <summary>Updates made.</summary>
    public long Updates { get; private protected set; }

    /// <summary>Of each layer a row: what its units multiply a pre-activation below 0 by.</summary>
    public IReadOnlyList<Matrix> Slopes { get; }

    /// <summary>Of each layer a row: the derivative of its units' activation at 0.</summary>
    public IReadOnlyList<Matrix> SlopesAtZero { get; }

    /// <summary>
    /// Of each layer a row: what η of a unit's own parameters is multiplied by, once <see cref="HasRateFactors"/> is set.
    /// </summary>
    public IReadOnlyList<Matrix> RateFactors { get; }

    /// <summary>Whether <see cref="RateFactors"/> count.</summary>
    public bool HasRateFactors { get; set; }

    /// <summary>Samples in the last batch.</summary>
    public int BatchRows { get; private protected set; }

    /// <summary>The last batch's outputs: a row a sample.</summary>
    public Matrix Outputs { get; }

    /// <summary>The last batch's softmax, under cross-entropy: a row a sample.</summary>
    public Matrix Probabilities { get; }

    /// <summary>Bytes that <see cref="Save"/> writes.</summary>
    public int StateBytes => checked(sizeof(long) + 1 + sizeof(float) * Kept().Sum(m => m.Length));

    private protected Matrix BatchInputs { get; }

    private protected Matrix BatchTargets { get; }

    private protected int[] BatchClasses { get; }

    /// <summary>A trainer at parameters 0.</summary>
    /// <param name="width">The SIMD width to compute with; results do not depend on it.</param>
    /// <param name="shape">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="batchSize">Most samples of a batch, at least 1.</param>
    public static NetworkTrainer Create(
        LaneWidth width, NetworkShape shape, LossKind loss, NetworkOptimizer optimizer, int batchSize) => width switch
        {
            LaneWidth.Bits512 => new NetworkTrainer<Lanes512>(shape, loss, optimizer, batchSize),
            LaneWidth.Bits256 => new NetworkTrainer<Lanes256>(shape, loss, optimizer, batchSize),
            _ => new NetworkTrainer<Lanes128>(shape, loss, optimizer, batchSize),
        };

    /// <summary>Gains 1, running statistics of mean 0 and variance 1, no moments, slopes of the shape, no update made.</summary>
    /// <remarks>Weights, biases and shifts stay what they are: <see cref="NetworkStart"/> draws them.</remarks>
    public virtual void Reset()
    {
        Updates = 0;
        HasRateFactors = false;
        ClearFill();
        FirstMoments?.Memory.Span.Clear();
        SecondMoments?.Memory.Span.Clear();
        for (var layer = 0; layer < Shape.Depth; layer++)
        {
            Slopes[layer].Row(0).Fill(Shape.SlopeBelow);
            SlopesAtZero[layer].Row(0).Fill(Shape.SlopeAtZero);
            RateFactors[layer].Row(0).Fill(1);
            if (Shape.IsResidual)
            {
                Parameters.Gains(layer).Row(0).Fill(1);
            }
        }
    }

    /// <summary>Takes a batch.</summary>
    /// <param name="data">Samples of the network's inputs and outputs, with targets or classes as the loss wants them.</param>
    /// <param name="rows">Which, at least one and at most <see cref="BatchSize"/>.</param>
    public void Load(TrainingData data, ReadOnlySpan<int> rows)
    {
        if (rows.Length < 1 || rows.Length > BatchSize || data.Inputs.Columns != Shape.Inputs || data.Outputs != Shape.Outputs
            || (Loss == LossKind.CrossEntropy) != data.Classes is not null)
        {
            throw new ArgumentException($"{rows.Length} samples of {data.Inputs.Columns} inputs are no batch of this network.");
        }

        BatchRows = rows.Length;
        var stride = data.Inputs.Stride;
        var from = data.Inputs.Padded;
        for (var row = 0; row < rows.Length; row++)
        {
            from.Slice(rows[row] * stride, stride).CopyTo(BatchInputs.Padded[(row * stride)..]);
            if (data.Classes is { } classes)
            {
                BatchClasses[row] = classes[rows[row]];
            }
            else
            {
                data.Targets!.Row(rows[row]).CopyTo(BatchTargets.Row(row));
            }
        }
    }

    /// <summary>Forward and backward on the batch.</summary>
    /// <returns>The batch's loss at the parameters before the update, not finite when training has diverged.</returns>
    public abstract double Differentiate();

    /// <summary>Changes the parameters by the gradients.</summary>
    public abstract void Update();

    /// <summary>Replaces the last batch's deltas by δ_jk = ∂f_k/∂z_ij, the sensitivities of one output.</summary>
    /// <param name="output">k.</param>
    /// <remarks>With batch normalisation the batch's statistics are held where they are.</remarks>
    public abstract void Sensitivities(int output);

    /// <summary>What the network makes of samples; the last batch and all that belongs to it is lost.</summary>
    /// <param name="data">Samples.</param>
    /// <param name="rows">Which.</param>
    /// <param name="result">Where it goes.</param>
    public abstract void Evaluate(TrainingData data, ReadOnlySpan<int> rows, Evaluation result);

    /// <summary>What a layer's map read of the last batch: a row a sample.</summary>
    public abstract Matrix Inputs(int layer);

    /// <summary>z of the last batch: a row a sample.</summary>
    public abstract Matrix PreActivations(int layer);

    /// <summary>a of the last batch: a row a sample.</summary>
    public abstract Matrix Activations(int layer);

    /// <summary>∂L/∂z of the last batch, or what <see cref="Sensitivities"/> has put there: a row a sample.</summary>
    public abstract Matrix Deltas(int layer);

    /// <summary>1/√(variance + ε) of a normalised layer's units on the last batch: one row.</summary>
    public abstract Matrix InverseDeviations(int layer);

    /// <summary>Writes all that the next update depends on, but for the batch.</summary>
    /// <param name="state"><see cref="StateBytes"/> bytes.</param>
    public void Save(Span<byte> state)
    {
        ClearFill();
        BinaryPrimitives.WriteInt64LittleEndian(state, Updates);
        state[sizeof(long)] = HasRateFactors ? (byte)1 : (byte)0;
        state = state[(sizeof(long) + 1)..];
        foreach (var memory in Kept())
        {
            foreach (var number in memory.Span)
            {
                BinaryPrimitives.WriteSingleLittleEndian(state, number);
                state = state[sizeof(float)..];
            }
        }
    }

    /// <summary>Goes on from where <see cref="Save"/> was called.</summary>
    /// <param name="state">What it wrote, of a trainer of the same shape, loss and optimiser.</param>
    /// <exception cref="ArgumentException">The state has another length.</exception>
    public void Restore(ReadOnlySpan<byte> state)
    {
        if (state.Length != StateBytes)
        {
            throw new ArgumentException($"A state of {state.Length} bytes, not {StateBytes}.", nameof(state));
        }

        Updates = BinaryPrimitives.ReadInt64LittleEndian(state);
        HasRateFactors = state[sizeof(long)] != 0;
        state = state[(sizeof(long) + 1)..];
        foreach (var memory in Kept())
        {
            foreach (ref var number in memory.Span)
            {
                number = BinaryPrimitives.ReadSingleLittleEndian(state);
                state = state[sizeof(float)..];
            }
        }
    }

    /// <summary>
    /// Zeros in what fills up rows. Parameters that have become infinite leave 0·∞ there, in as many places as there are
    /// lanes: a state must not tell the width, and the next training must not begin with it.
    /// </summary>
    private protected virtual void ClearFill()
    {
        Parameters.ClearFill();
        FirstMoments?.ClearFill();
        SecondMoments?.ClearFill();
    }

    /// <summary>Counts updates that were made somewhere else.</summary>
    internal void GoOn(long updates) => Updates += updates;

    /// <summary>The running statistics, where layers are normalised.</summary>
    private protected abstract LaneMemory? RunningStatistics { get; }

    private IEnumerable<LaneMemory> Kept() =>
        new[] { Parameters.Memory, FirstMoments?.Memory, SecondMoments?.Memory, units, RunningStatistics }.OfType<LaneMemory>();

    private Matrix[] UnitRows(int part)
    {
        var rows = new Matrix[Shape.Depth];
        for (var layer = 0; layer < rows.Length; layer++)
        {
            rows[layer] = new Matrix(units, (part * rows.Length + layer) * Matrix.LengthOf(1, Shape.Width), 1, Shape.Width);
        }

        return rows;
    }
}
