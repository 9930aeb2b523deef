using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>Trials of the estimator <c>dimension</c>: the functional dimension of a drawn network, the neuron its output.</summary>
internal sealed class DimensionTrials : IUnactivatedTrials
{
    /// <summary>Inputs' normals are drawn so many at a time.</summary>
    private const int Chunk = 256;

    private readonly UnactivatedSettings settings;
    private readonly NetworkSource source;
    private readonly NeuronDraw second;
    private readonly ISupremum? supremum;
    private readonly ISymmetricDraws normals;
    private readonly Dictionary<int, double[]> drawn = [];

    /// <summary>Trials of a cell.</summary>
    public DimensionTrials(LaneWidth width, UnactivatedSettings settings)
    {
        this.settings = settings;
        source = new NetworkSource(width, settings, settings.Depth == 1 ? new NeuronSource(width, settings) : null);
        second = new NeuronDraw(settings.Inputs, settings.Units);
        supremum = settings.Units >= settings.Inputs ? Suprema.Of(width, second) : null;
        normals = SymmetricDraws.Of(width, SymmetricLaw.Normal, Chunk);
    }

    /// <inheritdoc/>
    public void Run(ulong key, TrialColumns columns)
    {
        var dimension = columns.Doubles(columns.IndexOf("dimension"));
        var bound = columns.Doubles(columns.IndexOf("dimension_bound"));
        var gap = columns.Doubles(columns.IndexOf("dimension_gap"));
        var isLower = columns.Bytes(columns.IndexOf("below_bound"));
        var dead = columns.Counts(columns.IndexOf("unactivated_units"));
        source.Begin(key, columns.FirstTrial);
        for (var row = 0; row < columns.Rows; row++)
        {
            var trial = columns.FirstTrial + row;
            source.Fill(trial, columns.Rows - row);
            drawn.Clear();
            var found = FunctionalDimension.Of(source.Network, (point, q) => Normal(key, trial, point * settings.Inputs + q));
            dimension[row] = found.Rank;
            bound[row] = FunctionalDimension.Bound(source.Network);
            gap[row] = found.Gap;
            isLower[row] = found.Rank < bound[row] ? (byte)1 : (byte)0;
            dead[row] = (ushort)Unactivated();
        }
    }

    /// <summary>Units of the second hidden layer that are stably unactivated.</summary>
    private int Unactivated()
    {
        if (settings.Depth == 1)
        {
            return 0;
        }

        var network = source.Network;
        for (var unit = 0; unit < settings.Units; unit++)
        {
            for (var q = 0; q < settings.Inputs; q++)
            {
                second.Weights(q)[unit] = network.Weights[0][unit * settings.Inputs + q];
            }

            second.Offsets[unit] = network.Offsets[0][unit];
        }

        return Enumerable.Range(0, network.Widths[2]).Count(unit =>
        {
            var c = network.Offsets[1][unit];
            network.Weights[1].AsSpan(unit * settings.Units, settings.Units).CopyTo(second.Outer);
            return supremum is null
                ? c < 0 && !second.Outer.ContainsAnyInRange(0, double.MaxValue)
                : supremum.Slopes() == SlopeVerdict.Bounded && supremum.Values(double.PositiveInfinity) is { IsWhole: true } found
                    && found.High + c < 0;
        });
    }

    private double Normal(ulong key, long trial, int index)
    {
        var chunk = index / Chunk;
        if (!drawn.TryGetValue(chunk, out var numbers))
        {
            numbers = new double[Chunk + 8];
            normals.Draw(key, UnactivatedStreams.FirstCloud + (uint)chunk, trial, 1);
            normals.Read(0, ref numbers[0]);
            drawn[chunk] = numbers;
        }

        return numbers[index % Chunk];
    }
}
