using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>Draws networks with one hidden layer and a neuron above it, trial by trial, in the law's own scale.</summary>
internal sealed class NeuronSource
{
    private const int Slack = 8;
    private const int MostCopiedHere = 24;

    private readonly ISymmetricDraws slopes;
    private readonly ISymmetricDraws offsets;
    private readonly ISymmetricDraws? signs;
    private readonly double[] numbers;
    private readonly double[] powers;
    private readonly double positiveShare;
    private ulong key;
    private long first;
    private int drawn;

    /// <summary>A source.</summary>
    /// <param name="width">SIMD width; draws do not depend on it.</param>
    /// <param name="settings">The cell.</param>
    public NeuronSource(LaneWidth width, UnactivatedSettings settings)
    {
        var (inputs, units) = (settings.Inputs, settings.Units);
        Draw = new NeuronDraw(inputs, units);
        slopes = SymmetricDraws.Of(width, settings.Law, units * (inputs + 1));
        offsets = SymmetricDraws.Of(width, settings.Law, units + 1);
        numbers = new double[units * (inputs + 1) + 4 + Slack];
        positiveShare = settings.PositiveShare;
        signs = positiveShare < 0.5 ? SymmetricDraws.Of(width, SymmetricLaw.Uniform, units) : null;
        powers = PowersOf(units, positiveShare);
    }

    /// <summary>The draw that is filled.</summary>
    public NeuronDraw Draw { get; }

    /// <summary>What the draw counts: 1, or the likelihood of v's signs over that with which they were drawn.</summary>
    public double Weight { get; private set; }

    /// <summary>Starts a run of trials.</summary>
    public void Begin(ulong key, long firstTrial) => (this.key, first, drawn) = (key, firstTrial, 0);

    /// <summary>Fills W and v of the next trial in order; b and c are left.</summary>
    /// <param name="trial">The trial; one after the other from the run's first.</param>
    /// <param name="left">Trials left in the run, this one among them.</param>
    public void FillSlopes(long trial, int left)
    {
        if (trial == first + drawn)
        {
            (first, drawn) = (trial, Math.Min(left, slopes.MostTrials));
            slopes.Draw(key, UnactivatedStreams.Slopes, first, drawn);
        }

        var units = Draw.Units;
        slopes.Read((int)(trial - first), ref numbers[0]);
        Copy(ref numbers[0], ref Draw.FirstOuter, units);
        for (var input = 0; input < Draw.Inputs; input++)
        {
            Copy(ref numbers[(input + 1) * units], ref Unsafe.Add(ref Draw.First, input * Draw.Stride), units);
        }

        Weight = 1;
        if (signs is not null)
        {
            Sign(trial);
        }
    }

    /// <summary>Fills b and c of the same trial.</summary>
    public void FillOffsets(long trial)
    {
        offsets.Draw(key, UnactivatedStreams.Offsets, trial, 1);
        offsets.Read(0, ref numbers[0]);
        numbers.AsSpan(0, Draw.Units).CopyTo(Draw.Offsets);
        Draw.Bias = numbers[Draw.Units];
    }

    /// <summary>Copies numbers; a few of them without a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref double from, ref double to, int count)
    {
        if (count > MostCopiedHere)
        {
            MemoryMarshal.CreateReadOnlySpan(ref from, count).CopyTo(MemoryMarshal.CreateSpan(ref to, count));
            return;
        }

        for (var i = 0; i < count; i++)
        {
            Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
        }
    }

    /// <summary>Gives v signs of which a smaller share is positive.</summary>
    private void Sign(long trial)
    {
        signs!.Draw(key, UnactivatedStreams.Signs, trial, 1);
        signs.Read(0, ref numbers[0]);
        var v = Draw.Outer;
        var positive = 0;
        for (var unit = 0; unit < v.Length; unit++)
        {
            var isPositive = numbers[unit] < 2 * positiveShare - 1;
            positive += isPositive ? 1 : 0;
            v[unit] = isPositive ? Math.Abs(v[unit]) : -Math.Abs(v[unit]);
        }

        Weight = powers[positive];
    }

    /// <summary>Weights of draws by the number of positive signs: (½/p)ᵏ(½/(1 − p))ⁿ⁻ᵏ.</summary>
    private static double[] PowersOf(int units, double positiveShare)
    {
        var weights = new double[units + 1];
        for (var positive = 0; positive <= units; positive++)
        {
            weights[positive] = 1;
            for (var unit = 0; unit < units; unit++)
            {
                weights[positive] *= 0.5 / (unit < positive ? positiveShare : 1 - positiveShare);
            }
        }

        return weights;
    }
}
