using System.Runtime.InteropServices;

namespace Farm.Numerics;

/// <summary>
/// The smaller of the two matrices that have a unit's nonzero eigenvalues: over the samples that reach it, S^½X̃E²X̃ᵀS^½, or
/// over its parameters, EX̃ᵀSX̃E.
/// </summary>
internal sealed class UnitMatrix
{
    private readonly LaneMemory numbers;
    private readonly LaneMemory rows;
    private readonly double[] roots;

    public UnitMatrix(int mostSamples, int mostInputs)
    {
        var (samples, parameters) = (Wide.Padded(mostSamples), Wide.Padded(mostInputs + 1));
        var order = Math.Min(samples, parameters);
        numbers = Wide.Allocate(order * order);
        rows = Wide.Allocate(Math.Max(parameters, samples) * order);
        roots = new double[mostSamples];
    }

    /// <summary>Its order.</summary>
    public int Order { get; private set; }

    /// <summary>Its padded order.</summary>
    public int Stride { get; private set; }

    /// <summary>Its numbers, row-major, zeros in the padding.</summary>
    public Span<double> Numbers => numbers.Numbers()[..(Stride * Stride)];

    private ref double First => ref MemoryMarshal.GetReference(numbers.Numbers());

    /// <summary>Forms the matrix.</summary>
    /// <param name="batch">The layer's inputs.</param>
    /// <param name="weights">s_j.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="reaching">The samples with s_j &gt; 0, one or more.</param>
    /// <param name="scales">E, a factor a parameter; empty when all are 1.</param>
    public void Form(UnitBatch batch, UnitWeights weights, int unit, ReadOnlySpan<int> reaching, ReadOnlySpan<double> scales)
    {
        for (var a = 0; a < reaching.Length; a++)
        {
            roots[a] = Math.Sqrt(weights.Numbers[reaching[a] * weights.Stride + unit]);
        }

        var isOverSamples = reaching.Length <= batch.Parameters;
        Order = isOverSamples ? reaching.Length : batch.Parameters;
        Stride = Wide.Padded(Order);
        if (!isOverSamples)
        {
            FormOverParameters(batch, reaching, scales);
        }
        else if (scales.IsEmpty)
        {
            TakeFromGram(batch, reaching);
        }
        else
        {
            FormOverSamples(batch, reaching, scales);
        }
    }

    private void TakeFromGram(UnitBatch batch, ReadOnlySpan<int> reaching)
    {
        var matrix = numbers.Numbers();
        var gram = batch.Gram;
        matrix[..(Stride * Stride)].Clear();
        for (var a = 0; a < reaching.Length; a++)
        {
            var to = matrix.Slice(a * Stride, reaching.Length);
            var from = gram.Slice(reaching[a] * batch.SampleStride, batch.Samples);
            var root = roots[a];
            for (var b = 0; b < reaching.Length; b++)
            {
                to[b] = from[reaching[b]] * (root * roots[b]);
            }
        }
    }

    private void FormOverSamples(UnitBatch batch, ReadOnlySpan<int> reaching, ReadOnlySpan<double> scales)
    {
        var to = rows.Numbers();
        to[..(batch.Parameters * Stride)].Clear();
        var from = MemoryMarshal.CreateReadOnlySpan(ref batch.ByParameter, batch.Parameters * batch.SampleStride);
        for (var c = 0; c < batch.Parameters; c++)
        {
            var column = from.Slice(c * batch.SampleStride, batch.Samples);
            var row = to.Slice(c * Stride, Stride);
            for (var a = 0; a < reaching.Length; a++)
            {
                row[a] = column[reaching[a]] * (roots[a] * scales[c]);
            }
        }

        SymmetricProduct.Fill(ref to[0], batch.Parameters, Stride, ref First);
    }

    private void FormOverParameters(UnitBatch batch, ReadOnlySpan<int> reaching, ReadOnlySpan<double> scales)
    {
        var to = rows.Numbers();
        to[..(reaching.Length * Stride)].Clear();
        var from = MemoryMarshal.CreateReadOnlySpan(ref batch.BySample, batch.Samples * batch.ParameterStride);
        for (var a = 0; a < reaching.Length; a++)
        {
            var input = from.Slice(reaching[a] * batch.ParameterStride, batch.Parameters);
            var row = to.Slice(a * Stride, Stride);
            for (var c = 0; c < batch.Parameters; c++)
            {
                row[c] = input[c] * roots[a] * (scales.IsEmpty ? 1 : scales[c]);
            }
        }

        SymmetricProduct.Fill(ref to[0], reaching.Length, Stride, ref First);
    }
}
