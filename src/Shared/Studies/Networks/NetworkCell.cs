using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Data;
using Farm.Studies.Healing;

namespace Farm.Studies.Networks;

/// <summary>A cell of a study of networks, read.</summary>
internal sealed record NetworkCell
{
    private NetworkCell()
    {
    }

    /// <summary>What is learnt.</summary>
    public required DataSet Data { get; init; }

    /// <summary>γ; 1 where targets are classes.</summary>
    public required double Gamma { get; init; }

    /// <summary>δ.</summary>
    public required double Delta { get; init; }

    /// <summary>The network.</summary>
    public required NetworkShape Shape { get; init; }

    /// <summary>How it starts.</summary>
    public required NetworkStart Start { get; init; }

    /// <summary>How gradients change it.</summary>
    public required NetworkOptimizer Optimizer { get; init; }

    /// <summary>What healing does.</summary>
    public required HealingSettings Healing { get; init; }

    /// <summary>Samples of a mini-batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Updates of a trial.</summary>
    public required long Updates { get; init; }

    /// <summary>Updates from one row of the time series to the next.</summary>
    public required long RecordEvery { get; init; }

    /// <summary>Units that the classifier looks at as one.</summary>
    public required int TileUnits { get; init; }

    /// <summary>Standard deviation of the noise on what the classifier looks at; 0 for none.</summary>
    public required float Jitter { get; init; }

    /// <summary>The loss.</summary>
    public LossKind Loss => Data.Classes is null ? LossKind.SquaredError : LossKind.CrossEntropy;

    /// <summary>Mini-batches of an epoch.</summary>
    public int BatchesPerEpoch => (Data.Rows + BatchSize - 1) / BatchSize;

    /// <summary>Reads a cell.</summary>
    /// <exception cref="MissingDataException">The library does not have its data set.</exception>
    public static NetworkCell Of(Cell cell, DataLibrary library)
    {
        var parameters = cell.Parameters;
        double Number(string axis, double without) => parameters.TryGetValue(axis, out var value) ? value.Number : without;
        string Text(string axis, string without) => parameters.TryGetValue(axis, out var value) ? value.Word : without;

        var word = Text("data", "");
        var data = library.Find(word) ?? throw new MissingDataException(library.WhyNot(word));
        var gamma = Number("gamma", 1);
        var healing = HealingSettings.Of(cell);
        return new()
        {
            Data = data,
            Gamma = gamma,
            Delta = Number("delta", 0),
            Shape = new((int)data.Inputs.Columns, (int)Number("width", 1), (int)Number("depth", 1), data.Outputs)
            {
                Activation = Text("activation", "") switch
                {
                    "leaky-relu" => Activation.LeakyRelu,
                    "abs" => Activation.Abs,
                    _ => Activation.Relu,
                },
                Slope = (float)Number("slope", 0),
                IsResidual = Text("network", "plain") == "residual",
            },
            Start = new(Text("init", "") switch
            {
                "he-uniform" => InitialLaw.HeUniform,
                "he-normal" => InitialLaw.HeNormal,
                "xavier" => InitialLaw.Xavier,
                _ => InitialLaw.Uniform,
            })
            {
                IsMirrored = Text("init", "") == "mirror",
                Scale = Text("init_scale", "one") == "gamma" ? (float)gamma : 1,
            },
            Optimizer = healing.Applied(new(
                Text("optimizer", "") switch
                {
                    "adam" => OptimizerKind.Adam,
                    "heavy-ball" => OptimizerKind.Momentum,
                    _ => OptimizerKind.GradientDescent,
                },
                Number("learning_rate", 0))
            {
                Beta1 = Number("beta1", 0),
                Beta2 = Number("beta2", 0),
                Epsilon = Number("adam_epsilon", 0),
                Momentum = Number("momentum", 0),
            }),
            Healing = healing,
            BatchSize = (int)Number("batch_size", 1),
            Updates = (long)Number("updates", 1),
            RecordEvery = (long)Number("record_every", 1),
            TileUnits = (int)Number("tile_units", 1),
            Jitter = (float)Number("jitter", 0),
        };
    }
}
