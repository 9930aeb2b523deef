using Farm.Domain;
using Farm.Numerics;
using Farm.Numerics.Gpu;
using Farm.Numerics.Gpu.Networks;
using Farm.Studies.Data;
using Farm.Studies.DeepNet;
using Farm.Studies.Regression;
using Xunit.Abstractions;

namespace Farm.Studies.Tests.Gpu;

/// <summary>Networks that are trained on devices have the bits of the SIMD trainer.</summary>
[Collection(GpuTests.Name)]
public sealed class NetworksOnGpuTests(ITestOutputHelper output)
{
    private const ulong Seed = 11;

    private static readonly RegressionStudy regression = new(DataLibrary.Own);
    private static readonly DeepNetStudy deepNet = new(DataLibrary.Own);

    /// <summary>Every optimiser, activation and loss; short last batches; parameters in shared memory and outside; divergence.</summary>
    private static readonly (ILongStudy Study, string Cell)[] kinds =
    [
        (regression, "data=servo,updates=70,record_every=30,width=20"),
        (regression, "data=servo,updates=41,record_every=20,width=17,optimizer=sgd,activation=abs,batch_size=9"),
        (regression, "data=servo,updates=500,record_every=130,width=20,optimizer=sgd,learning_rate=10"),
        (deepNet, "data=digits,depth=3,width=19,updates=25,record_every=10,activation=leaky-relu"),
        (deepNet, "data=digits,depth=2,width=80,updates=9,record_every=8,batch_size=16,optimizer=sgd"),
        (deepNet, "data=servo,depth=4,width=16,updates=30,record_every=14"),
    ];

    public static TheoryData<string> Words => Gpus.Words;

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void Trials_in_any_slices_have_the_bits_of_the_lanes(string word)
    {
        var random = new Random(Seeds.New(output));
        var diverged = 0.0;
        foreach (var (study, kind) in kinds)
        {
            var name = study.Description.Name;
            output.WriteLine($"{name} {kind}");
            var cell = CellOf(study, kind);
            Assert.Empty(study.Refuse(cell));
            var device = (ILongStudy)GpuStudies.With(new StudyCatalog(study), Gpus.Of(word)).Find(name)!;
            var trial = random.Next(100);
            var (columns, curve) = InSlices(study, cell, trial, 1000);
            var (found, foundCurve) = InSlices(device, cell, trial, random.Next(7, 40));
            Assert.Equal(XorCells.Bits(columns, 0), XorCells.Bits(found, 0));
            Assert.Equal(curve.Bytes.ToArray(), foundCurve.Bytes.ToArray());
            diverged += columns.ValueAt(columns.IndexOf("diverged"), 0);
        }

        Assert.Equal(1, diverged);
    }

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void Several_trials_train_at_once_a_group_each(string word)
    {
        var random = new Random(Seeds.New(output));
        foreach (var kind in Enum.GetValues<OptimizerKind>())
        {
            foreach (var width in new[] { 5, 90 })
            {
                AssertSame(Gpus.Of(word), new NetworkShape(3, width, 2, 2), new NetworkOptimizer(kind, 0.03), random);
            }
        }
    }

    [Theory]
    [InlineData("data=digits,network=residual,depth=2", "network")]
    [InlineData("data=digits,healing=tangent,depth=2", "healing")]
    public void What_has_no_kernel_is_refused_with_what_to_change(string kind, string axis)
    {
        var refusal = GpuStudies.RefusalOf(deepNet, CellOf(deepNet, kind), hasDouble: false);
        Assert.Equal(axis, refusal?.Axis);
        Assert.Contains("--device cpu", refusal!.Reason, StringComparison.Ordinal);
    }

    private static void AssertSame(GpuDevice device, NetworkShape shape, NetworkOptimizer optimizer, Random random)
    {
        const int Trials = 3, Steps = 6, Batch = 7, Rows = 20;
        var (inputs, targets) = (new Matrix(Rows, shape.Inputs), new Matrix(Rows, shape.Outputs));
        foreach (var matrix in new[] { inputs, targets })
        {
            for (var row = 0; row < Rows; row++)
            {
                foreach (ref var number in matrix.Row(row))
                {
                    number = random.NextSingle() * 4 - 2;
                }
            }
        }

        var data = new TrainingData(inputs, targets);
        var (expected, found) = (Trainers(shape, optimizer, Batch, Trials), Trainers(shape, optimizer, Batch, Trials));
        int[] sizes = [.. Enumerable.Range(0, Trials * Steps).Select(_ => random.Next(1, Batch + 1))];
        int[] batches = [.. Enumerable.Range(0, sizes.Length * Batch).Select(_ => random.Next(Rows))];
        for (var update = 0; update < sizes.Length; update++)
        {
            var trainer = expected[update / Steps];
            trainer.Load(data, batches.AsSpan(update * Batch, sizes[update]));
            trainer.Differentiate();
            trainer.Update();
        }

        device.Bind();
        var onDevice = new NetworkGpuTrainer(device, found[0], data);

        // What a trainer has on the device must be referred to for as long as it lives.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var made = onDevice.Train(found, batches, sizes, Steps);
        Assert.All(made, m => Assert.Equal(Steps, m));
        for (var trial = 0; trial < Trials; trial++)
        {
            Assert.Equal(Saved(expected[trial]), Saved(found[trial]));
        }
    }

    private static NetworkTrainer[] Trainers(NetworkShape shape, NetworkOptimizer optimizer, int batch, int count) =>
    [
        .. Enumerable.Range(0, count).Select(trial =>
        {
            var trainer = NetworkTrainer.Create(LaneWidths.Widest, shape, LossKind.SquaredError, optimizer, batch);
            new NetworkStart(InitialLaw.HeNormal).Fill(trainer.Parameters, 5, (ulong)trial, 0);
            return trainer;
        }),
    ];

    private static byte[] Saved(NetworkTrainer trainer)
    {
        var bytes = new byte[trainer.StateBytes];
        trainer.Save(bytes);
        return bytes;
    }

    private static Cell CellOf(IStudy study, string differences) => study.CellWith(
        [.. differences.Split(',').Select(d => d.Split('=')).Select(d => (d[0], Value.Parse(d[1])))]);

    private static (TrialColumns Columns, CurveRows Curve) InSlices(ILongStudy study, Cell cell, long trial, long steps)
    {
        var curve = new CurveRows(study.Description.Long!.CurveOf(cell, study.Description.ColumnVersion));
        curve.Begin(-1);
        var slice = new CurveRows(curve.Columns);
        var columns = new TrialColumns(study.Description.MeasurementsOf(cell), 1);
        columns.Begin(trial, 1);
        var runner = study.CreateLongRunner(LaneWidths.Widest);
        byte[]? state = [];
        do
        {
            slice.Begin(curve.Count > 0 ? curve.StepAt(curve.Count - 1) : -1);
            state = runner.Advance(new LongTrial(cell, Seed, trial), state, steps, slice, columns);
            curve.Load(slice.Bytes);
        }
        while (state is not null);
        return (columns, curve);
    }
}
