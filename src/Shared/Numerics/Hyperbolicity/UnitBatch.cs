using System.Numerics;
using System.Runtime.InteropServices;

namespace Farm.Numerics;

/// <summary>What all units of a layer share at one check: the inputs (x, 1) both ways round, and their Gram matrix.</summary>
internal sealed class UnitBatch
{
    private readonly LaneMemory byParameter;
    private readonly LaneMemory bySample;
    private readonly LaneMemory gram;
    private readonly LaneMemory rankScratch;
    private readonly int[] all;
    private bool? isWide;
    private int? rank;

    public UnitBatch(int mostSamples, int mostInputs)
    {
        var (samples, parameters) = (Wide.Padded(mostSamples), Wide.Padded(mostInputs + 1));
        byParameter = Wide.Allocate(parameters * samples);
        bySample = Wide.Allocate(samples * parameters);
        gram = Wide.Allocate(samples * samples);
        rankScratch = Wide.Allocate(RowRank.ScratchOf(samples, Math.Min(samples, parameters)));
        all = [.. Enumerable.Range(0, mostSamples)];
    }

    /// <summary>B.</summary>
    public int Samples { get; private set; }

    /// <summary>p, the bias included.</summary>
    public int Parameters { get; private set; }

    /// <summary>Padded B: the stride of <see cref="ByParameter"/> and <see cref="Gram"/>.</summary>
    public int SampleStride { get; private set; }

    /// <summary>Padded p: the stride of <see cref="BySample"/>.</summary>
    public int ParameterStride { get; private set; }

    /// <summary>Rank of all samples' rows.</summary>
    public int Rank => rank ??= RankOf(all.AsSpan(0, Samples));

    /// <summary>Parameter c of sample j at c·stride + j, once taken in float64.</summary>
    public ref double ByParameter => ref MemoryMarshal.GetReference(byParameter.Numbers());

    /// <summary>Parameter c of sample j at j·stride + c, once taken in float64.</summary>
    public ref double BySample => ref MemoryMarshal.GetReference(bySample.Numbers());

    /// <summary>x̃_j·x̃_k at j·stride + k, once taken in float64.</summary>
    public Span<double> Gram => gram.Numbers();

    /// <summary><see cref="ByParameter"/>, once taken in float32.</summary>
    public ref float SingleByParameter => ref byParameter.First;

    /// <summary><see cref="BySample"/>, once taken in float32.</summary>
    public ref float SingleBySample => ref bySample.First;

    /// <summary>Begins with a layer, whose inputs are taken when it is known in which precision they are wanted.</summary>
    public void Begin(in UnitLayer layer)
    {
        (Samples, Parameters) = (layer.Samples, layer.Inputs + 1);
        (SampleStride, ParameterStride) = (Wide.Padded(Samples), Wide.Padded(Parameters));
        (isWide, rank) = (null, null);
    }

    /// <summary>Takes the layer's inputs in float64, with their Gram matrix.</summary>
    public void TakeWide(in UnitLayer layer)
    {
        if (isWide == true)
        {
            return;
        }

        isWide = true;
        Fill(layer, bySample.Numbers(), byParameter.Numbers());
        SymmetricProduct.Fill(ref ByParameter, Parameters, SampleStride, ref Gram[0]);
    }

    /// <summary>Takes the layer's inputs in float32, in the same memory.</summary>
    public void TakeSingle(in UnitLayer layer)
    {
        if (isWide == false)
        {
            return;
        }

        isWide = false;
        Fill(layer, bySample.Span, byParameter.Span);
    }

    private void Fill<T>(in UnitLayer layer, Span<T> rows, Span<T> columns)
        where T : unmanaged, INumber<T>
    {
        columns[..(Parameters * SampleStride)].Clear();
        rows[..(Samples * ParameterStride)].Clear();
        for (var j = 0; j < Samples; j++)
        {
            var from = layer.InputRows.Slice(j * layer.Inputs, layer.Inputs);
            var row = rows.Slice(j * ParameterStride, Parameters);
            for (var c = 0; c < from.Length; c++)
            {
                row[c] = T.CreateTruncating(from[c]);
            }

            row[layer.Inputs] = T.One;
        }

        for (var c = 0; c < Parameters; c++)
        {
            var column = columns.Slice(c * SampleStride, Samples);
            for (var j = 0; j < column.Length; j++)
            {
                column[j] = rows[j * ParameterStride + c];
            }
        }
    }

    /// <summary>Rank of some samples' rows.</summary>
    public int RankOf(ReadOnlySpan<int> samples)
    {
        var most = Math.Min(samples.Length, Parameters);
        return RowRank.Of(Gram, SampleStride, samples, most, rankScratch.Numbers());
    }
}
