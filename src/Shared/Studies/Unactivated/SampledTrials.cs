using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>
/// Trials of the estimator <c>sampled</c>: a neuron counts as unactivated when no input of a cloud activates it, nor any
/// of some networks near it. Each draw has a cloud of its own, and is decided exactly as well where that can be done.
/// </summary>
internal sealed class SampledTrials : IUnactivatedTrials
{
    private const int Slack = 12;

    private readonly UnactivatedSettings settings;
    private readonly NeuronSource? source;
    private readonly NeuronTest? test;
    private readonly NetworkSource networks;
    private readonly LayeredNetwork[] near;
    private readonly IPointCloud cloud;
    private readonly ISymmetricDraws points;
    private readonly ISymmetricDraws moves;
    private readonly DoubleMemory inputs;
    private readonly double[] numbers;

    /// <summary>Trials of a cell.</summary>
    public SampledTrials(LaneWidth width, UnactivatedSettings settings)
    {
        this.settings = settings;
        source = settings.Depth == 1 ? new NeuronSource(width, settings) : null;
        test = source is not null && NeuronTest.IsFeasible(settings) ? new NeuronTest(width, settings, source) : null;
        networks = new NetworkSource(width, settings, source);
        near = [.. Enumerable.Range(0, settings.Jittered).Select(_ => new LayeredNetwork(NetworkSource.WidthsOf(settings)))];
        cloud = PointCloud.Of(width, Math.Max(settings.Units, settings.Hidden));
        points = SymmetricDraws.Of(width, SymmetricLaw.Normal, PointCloud.Points * settings.Inputs);
        moves = SymmetricDraws.Of(width, SymmetricLaw.Uniform, networks.Network.Parameters);
        inputs = new DoubleMemory(PointCloud.Points * settings.Inputs + Slack);
        numbers = new double[networks.Network.Parameters + Slack];
    }

    /// <inheritdoc/>
    public void Run(ulong key, TrialColumns columns)
    {
        var writer = new SampledColumns(columns);
        networks.Begin(key, columns.FirstTrial);
        for (var row = 0; row < columns.Rows; row++)
        {
            var trial = columns.FirstTrial + row;
            networks.Fill(trial, columns.Rows - row);
            writer.Write(row, !IsActive(key, trial), test?.Answer(trial));
        }
    }

    /// <summary>Whether the drawn network, or one near it, has its neuron on for an input of the trial's cloud.</summary>
    private bool IsActive(ulong key, long trial)
    {
        var isNearMade = false;
        for (var done = 0; done < settings.Cloud; done += PointCloud.Points)
        {
            points.Draw(key, UnactivatedStreams.FirstCloud + (uint)(done / PointCloud.Points), trial, 1);
            points.Read(0, ref inputs.First);
            foreach (ref var x in inputs.Span)
            {
                x *= settings.Spread;
            }

            var count = Math.Min(PointCloud.Points, settings.Cloud - done);
            if (cloud.IsActive(networks.Network, ref inputs.First, count))
            {
                return true;
            }

            if (!isNearMade)
            {
                Jitter(key, trial);
                isNearMade = true;
            }

            foreach (var network in near)
            {
                if (cloud.IsActive(network, ref inputs.First, count))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Jitter(ulong key, long trial)
    {
        for (var i = 0; i < near.Length; i++)
        {
            moves.Draw(key, UnactivatedStreams.FirstJitter + (uint)i, trial, 1);
            moves.Read(0, ref numbers[0]);

            // A draw of one hidden layer keeps its neuron in the law's own scale, in which it was drawn.
            near[i].Set(networks.Network, numbers, layer => settings.Jitter
                * (source is not null && layer > 0 ? 1 : NetworkSource.FactorOf(settings, networks.Network, layer)));
        }
    }
}
