using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Sweeps;

/// <summary>A study to read sweeps against: every kind of axis, conditions, a required and a later parameter, a refusal.</summary>
internal sealed class MeshStudy : IStudy
{
    public StudyDescription Description { get; } = new(
        "mesh",
        Revision: 1,
        ColumnVersion: 1,
        "How sweeps are read.",
        BlockSize: 1024,
        [
            new Axis("model", new WordDomain("relu-pair", "abs", "relu"), Value.Of("relu-pair"), "The network."),
            new Axis("optimizer", new WordDomain("adam", "gradient-descent"), Value.Of("adam"), "The optimiser."),
            new Axis("learning_rate", new NumberDomain(0, 10, MinimumExcluded: true), Value.Of(0.01), "Step size."),
            new Axis("beta1", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0.9), "First decay.")
            {
                AppliesWhen = [new AxisCondition("optimizer", "adam")],
            },
            new Axis("init", new WordDomain("normal", "live", "mirror", "margin", "sphere"), Value.Of("normal"), "Start."),
            new Axis("init_std", new NumberDomain(0, 100, MinimumExcluded: true), Value.Of(0.5), "Spread of the start."),
            new Axis("margin_kind", new WordDomain("activation", "distance"), Value.Of("activation"), "Which margin.")
            {
                AppliesWhen = [new AxisCondition("init", "margin")],
            },
            new Axis("margin", new NumberDomain(0, 10), Value.Of(0.1), "The margin.")
            {
                AppliesWhen = [new AxisCondition("init", "margin")],
            },
            new Axis("radius", new NumberDomain(0, 10), null, "The sphere's radius.")
            {
                AppliesWhen = [new AxisCondition("init", "sphere")],
            },
            new Axis("max_epochs", new IntegerDomain(1, 65_535), Value.Of(800), "The most epochs."),
            new Axis("healing", new WordDomain("off", "noise"), Value.Of("off"), "Healing.") { IsLater = true },
        ],
        [
            new Measurement("failed", ColumnType.Flag, "Whether it failed.") { KeptBits = 1 },
            new Measurement("epochs", ColumnType.Count, "Epochs.") { KeptBits = 10, Histogram = new LinearScale(0, 800, 100) },
            new Measurement("loss", ColumnType.Float32, "The loss.") { Histogram = new OctaveScale(-40, 8) },
        ]);

    public IEnumerable<CellRefusal> Refuse(Cell cell)
    {
        if (cell.Parameters["init"].Text == "live" && cell.Parameters["model"].Text == "relu")
        {
            yield return new CellRefusal("init", "one relu is never live on antipodal points; take another model");
        }
    }

    public ITrialRunner CreateRunner(LaneWidth width) => throw new NotSupportedException("Sweeps are read, not computed.");
}
