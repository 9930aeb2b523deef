using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>Draws networks of any depth; with one hidden layer those that the exact test is asked about.</summary>
internal sealed class NetworkSource
{
    private const int Slack = 12;

    private readonly UnactivatedSettings settings;
    private readonly NeuronSource? shallow;
    private readonly ISymmetricDraws[] layers;
    private readonly double[] numbers;
    private ulong key;

    /// <summary>A source.</summary>
    /// <param name="width">SIMD width; draws do not depend on it.</param>
    /// <param name="settings">The cell.</param>
    /// <param name="shallow">Where the parameters of networks with one hidden layer come from; null for deeper ones.</param>
    public NetworkSource(LaneWidth width, UnactivatedSettings settings, NeuronSource? shallow)
    {
        (this.settings, this.shallow) = (settings, shallow);
        Network = new LayeredNetwork(WidthsOf(settings));
        layers = shallow is not null
            ? []
            : [.. Network.Weights.Select((w, l) => SymmetricDraws.Of(width, settings.Law, w.Length + Network.Offsets[l].Length))];
        numbers = new double[Network.Weights.Zip(Network.Offsets, (w, o) => w.Length + o.Length).Max() + Slack];
    }

    /// <summary>The network that is filled.</summary>
    public LayeredNetwork Network { get; }

    /// <summary>Inputs and hidden layers of a cell's networks.</summary>
    public static IReadOnlyList<int> WidthsOf(UnactivatedSettings settings) =>
        [settings.Inputs, settings.Units, .. Enumerable.Repeat(settings.Hidden, settings.Depth - 1)];

    /// <summary>What a layer's parameters are multiplied by, out of the law's own scale.</summary>
    public static double FactorOf(UnactivatedSettings settings, LayeredNetwork network, int layer) =>
        settings.FactorOf(network.Widths[layer]) * (layer == 0 ? settings.Scale : 1);

    /// <summary>Starts a run of trials.</summary>
    public void Begin(ulong key, long firstTrial)
    {
        this.key = key;
        shallow?.Begin(key, firstTrial);
    }

    /// <summary>Fills the network of the next trial in order.</summary>
    /// <param name="trial">The trial; one after the other from the run's first.</param>
    /// <param name="left">Trials left in the run, this one among them.</param>
    public void Fill(long trial, int left)
    {
        if (shallow is not null)
        {
            shallow.FillSlopes(trial, left);
            shallow.FillOffsets(trial);
            Network.Set(shallow.Draw, settings.FirstFactor);
            return;
        }

        for (var layer = 0; layer < layers.Length; layer++)
        {
            layers[layer].Draw(key, UnactivatedStreams.FirstLayer + (uint)layer, trial, 1);
            layers[layer].Read(0, ref numbers[0]);
            var factor = FactorOf(settings, Network, layer);
            var (weights, offsets) = (Network.Weights[layer], Network.Offsets[layer]);
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = factor * numbers[i];
            }

            for (var i = 0; i < offsets.Length; i++)
            {
                offsets[i] = factor * numbers[weights.Length + i];
            }
        }
    }
}
