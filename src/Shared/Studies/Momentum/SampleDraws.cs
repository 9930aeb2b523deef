using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Momentum;

/// <summary>
/// The inputs of a step's samples: standard normals in float32, a pure function of key, trial, step, sample and input.
/// </summary>
/// <remarks>Random stream 0. A step's draws come one after another, four normals a draw.</remarks>
internal sealed class SampleDraws
{
    private const int Lanes = 8;

    private readonly LaneMemory normals;
    private readonly int draws;

    /// <summary>Room for a step's.</summary>
    public SampleDraws(int batchSize, int dimension)
    {
        (BatchSize, Dimension) = (batchSize, dimension);
        draws = DrawsOfStep(batchSize, dimension);
        normals = new LaneMemory(4 * draws);
    }

    /// <summary>Samples.</summary>
    public int BatchSize { get; }

    /// <summary>Inputs of each.</summary>
    public int Dimension { get; }

    /// <summary>Draws that a step takes: of four normals each, filled up to whole rows of lanes.</summary>
    public static int DrawsOfStep(int batchSize, int dimension) =>
        checked((batchSize * dimension + 4 * Lanes - 1) / (4 * Lanes) * Lanes);

    /// <summary>An input of all samples.</summary>
    public ReadOnlySpan<float> Input(int input) => normals.Span.Slice(input * BatchSize, BatchSize);

    /// <summary>Draws a step's.</summary>
    /// <param name="key">The cell's stream key.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="step">The step, from 0.</param>
    [SkipLocalsInit]
    public void Draw(ulong key, ulong trial, int step)
    {
        Span<float> counters = stackalloc float[Lanes];
        for (var first = 0; first < draws; first += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                counters[lane] = BitConverter.UInt32BitsToSingle((uint)step * (uint)draws + (uint)(first + lane));
            }

            var (word0, word1) = (Lanes256.OfBits((uint)trial), Lanes256.OfBits((uint)(trial >> 32)));
            var (word2, word3) = (Lanes256.OfBits(0), Lanes256.Load(ref counters[0]));
            Philox.Draw(key, ref word0, ref word1, ref word2, ref word3);
            NormalPair.Of(word0, word1, out var a, out var b);
            NormalPair.Of(word2, word3, out var c, out var d);
            Lanes256.Store(a, ref normals.Span[first]);
            Lanes256.Store(b, ref normals.Span[draws + first]);
            Lanes256.Store(c, ref normals.Span[2 * draws + first]);
            Lanes256.Store(d, ref normals.Span[3 * draws + first]);
        }
    }
}
