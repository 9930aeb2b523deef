using System.Security.Cryptography;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Data;
using Farm.Studies.DeepNet;
using Farm.Studies.Networks;
using Farm.Studies.Regression;

namespace Farm.Studies.Tests.Networks;

/// <summary>The studies of networks: their bits, their ends, their refusals.</summary>
public sealed class NetworkStudyTests
{
    private const ulong Seed = 20260101;

    private static readonly RegressionStudy regression = new(DataLibrary.Own);
    private static readonly DeepNetStudy deepNet = new(DataLibrary.Own);

    /// <summary>One of each kind of cell, short.</summary>
    private static readonly (ILongStudy Study, string Differences)[] kinds =
    [
        (regression, "data=servo,width=20,updates=60,record_every=25"),
        (regression, "data=servo,width=17,updates=60,record_every=20,optimizer=sgd,gamma=0.01,delta=5,init_scale=gamma"),
        (regression, "data=auto-mpg,width=8,updates=50,record_every=50,optimizer=heavy-ball,batch_size=392,activation=abs"),
        (regression, "data=servo,width=12,updates=60,record_every=25,healing=all,activation=leaky-relu,init=mirror"),
        (deepNet, "data=servo,width=16,depth=3,updates=40,record_every=15,init=he-normal"),
        (deepNet, "data=servo,network=residual,width=10,depth=4,updates=40,record_every=15,optimizer=sgd,learning_rate=0.1"),
        (deepNet, "data=digits,width=12,depth=2,updates=40,record_every=30,init=xavier"),
        (deepNet, "data=digits,width=12,depth=2,updates=40,record_every=30,tile_units=5,jitter=0.1,healing=all"),
        (deepNet, "data=digits,network=residual,width=12,depth=2,updates=35,record_every=30,healing=noise,init=he-uniform"),
        (deepNet, "data=servo,width=70,depth=2,updates=40,record_every=15,healing=step-size,healing_rate_every=10"),
    ];

    /// <summary>Cells of which most trials diverge, some after others that do not.</summary>
    private static readonly string[] diverging =
    [
        "data=servo,network=residual,width=20,depth=4,updates=100,record_every=20,optimizer=sgd,learning_rate=0.3",
        "data=concrete,network=residual,width=20,depth=2,updates=100,record_every=20,optimizer=sgd,learning_rate=0.6",
        "data=servo,width=20,depth=4,updates=100,record_every=20,optimizer=sgd,learning_rate=1.5",
    ];

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, kinds.Length)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bits_do_not_depend_on_where_slices_end(int kind)
    {
        var (study, cell) = Of(kind);
        var whole = Digest(study, cell, long.MaxValue, LaneWidths.Widest);
        foreach (var steps in new[] { 1L, 7, 25, 30 })
        {
            Assert.Equal(whole, Digest(study, cell, steps, LaneWidths.Widest));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bits_do_not_depend_on_the_width(int kind)
    {
        var (study, cell) = Of(kind);
        var widest = Digest(study, cell, 20, LaneWidth.Bits512);
        Assert.Equal(widest, Digest(study, cell, 20, LaneWidth.Bits256));
        Assert.Equal(widest, Digest(study, cell, 20, LaneWidth.Bits128));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Bits_do_not_depend_on_the_trials_that_diverged_before(int kind)
    {
        var cell = CellOf(deepNet, diverging[kind]);
        foreach (var width in new[] { LaneWidth.Bits128, LaneWidth.Bits512 })
        {
            var runner = deepNet.CreateLongRunner(width);
            for (var trial = 0L; trial < 12; trial++)
            {
                var alone = InSlices(deepNet, cell, trial, 30, LaneWidth.Bits256);
                Assert.Equal(DigestOf(alone), DigestOf(InSlices(deepNet, cell, trial, long.MaxValue, () => runner)));
            }
        }
    }

    [Fact]
    public void The_columns_of_revision_3_keep_their_bits()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var kind = 0; kind < kinds.Length; kind++)
        {
            var (study, cell) = Of(kind);
            Assert.Equal(3, study.Description.Revision);
            hash.AppendData(Digest(study, cell, long.MaxValue, LaneWidths.Widest));
        }

        Assert.Equal("BC848D116DD65118", Convert.ToHexString(hash.GetHashAndReset())[..16]);
    }

    [Fact]
    public void A_network_learns_concrete_and_digits()
    {
        var (fit, _) = Run(regression, CellOf(regression, "data=concrete,updates=4000,record_every=1000"));
        Assert.InRange(fit["fit"], 0.01, 0.12);
        Assert.InRange(fit["fit_start"], 0.8, 1.5);
        var (digits, _) = Run(deepNet, CellOf(deepNet, "data=digits,depth=2,width=64,updates=1200,record_every=600"));
        Assert.InRange(digits["accuracy"], 0.97, 1);
        Assert.InRange(digits["accuracy_start"], 0, 0.35);
        Assert.True(double.IsNaN(digits["diverged_at"]));
    }

    [Theory]
    [InlineData("tile_units=6")]
    [InlineData("jitter=0.2")]
    public void The_classifier_s_options_change_what_it_says_and_nothing_else(string option)
    {
        const string Network = "data=servo,width=20,depth=2,updates=60,record_every=20,gamma=1,learning_rate=0.01";
        var cell = CellOf(deepNet, Network);
        var other = CellOf(deepNet, $"{Network},{option}");
        var key = cell.StreamKey(Seed);
        var (without, with) = (Curve(NetworkCell.Of(cell, DataLibrary.Own)), Curve(NetworkCell.Of(other, DataLibrary.Own)));
        var differing = without.Columns.Select((c, i) => (c.Name, i))
            .Where(c => Enumerable.Range(0, without.Count).Any(row => !without.ValueAt(c.i, row).Equals(with.ValueAt(c.i, row))))
            .Select(c => c.Name).ToArray();
        Assert.NotEmpty(differing);
        Assert.All(differing, name => Assert.Matches("fixed|span|scaled|sharp|lambda|largest|eigen", name));

        CurveRows Curve(NetworkCell settings)
        {
            var curve = new CurveRows(deepNet.Description.Long!.CurveOf(cell, 1));
            curve.Begin(-1);
            var columns = new TrialColumns(deepNet.Description.MeasurementsOf(cell), 1);
            columns.Begin(0, 1);
            var trial = new NetworkTrial(settings, LaneWidths.Widest, curve.Columns.Count);
            trial.Begin(key, 0, []);
            trial.Advance(60, curve, columns);
            return curve;
        }
    }

    [Fact]
    public void A_divergence_is_an_answer_with_the_update_it_happened_at()
    {
        var (end, curve) = Run(regression, CellOf(
            regression, "data=servo,updates=500,record_every=10,optimizer=sgd,learning_rate=10"));
        Assert.Equal(1, end["diverged"]);
        Assert.InRange(end["diverged_at"], 1, 499);
        Assert.True(double.IsNaN(end["fit"]) && double.IsFinite(end["fit_start"]));
        Assert.True(curve.StepAt(curve.Count - 1) <= end["diverged_at"]);
    }

    [Fact]
    public void A_layer_that_has_died_whole_stops_training_of_a_plain_network()
    {
        // Deep and narrow: most such networks are born dead (Lu et al. 2019).
        var died = 0;
        for (var trial = 0; trial < 12; trial++)
        {
            var (end, _) = Run(deepNet, CellOf(
                deepNet, "data=servo,depth=20,width=3,updates=300,record_every=50,gamma=1,init=he-normal"), trial);
            if (end["died"] == 1)
            {
                died++;
                Assert.Equal(1, end["worst_dead"]);
                Assert.InRange(end["fit_since_died"], 0.2, 1.0001);
            }
        }

        Assert.InRange(died, 1, 12);
    }

    [Fact]
    public void Rows_come_at_the_start_every_so_often_and_at_the_end()
    {
        var (_, curve) = Run(regression, CellOf(regression, "data=servo,updates=95,record_every=30,optimizer=sgd"));
        Assert.Equal([0L, 30, 60, 90, 95], Enumerable.Range(0, curve.Count).Select(curve.StepAt));
        var place = curve.Columns.Select(c => c.Name).ToList();
        for (var row = 0; row < curve.Count; row++)
        {
            // Every unit has one type in each variant.
            foreach (var variant in UnitTypeWords.Variants)
            {
                Assert.Equal(200, place.Select((name, i) => (name, i))
                    .Where(c => c.name.StartsWith($"layer1_{variant}_", StringComparison.Ordinal)).Sum(c => curve.ValueAt(c.i, row)));
            }
        }
    }

    [Theory]
    [InlineData("data=servo,batch_size=168", "batch_size", "167 of servo")]
    [InlineData("network=residual,depth=3", "depth", "even depth")]
    [InlineData("depth=32,width=4096", "width", "bytes")]
    [InlineData("data=digits,width=65536,depth=1,batch_size=1024,optimizer=sgd", "batch_size", "bytes of memory")]
    [InlineData("width=1,init=mirror", "init", "two units")]
    [InlineData("width=20,tile_units=21", "tile_units", "at most 20")]
    [InlineData("activation=abs,healing=bias-warm-up", "healing", "no data are dead")]
    [InlineData("activation=leaky-relu,healing=leaky", "healing", "slope below zero")]
    [InlineData("data=servo,gamma=0.0001,delta=10000", "delta", "the same number in float32")]
    [InlineData("data=digits,depth=32,width=65536", "width", "1,597,862,314,176 bytes")]
    public void Cells_that_cannot_be_trained_are_refused(string differences, string axis, string why)
    {
        var refusal = Assert.Single(deepNet.Refuse(CellOf(deepNet, differences)));
        Assert.Equal(axis, refusal.Axis);
        Assert.Contains(why, refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_can_be_trained_is_not_refused(int kind)
    {
        var (study, cell) = Of(kind);
        Assert.Empty(study.Refuse(cell));
    }

    [Fact]
    public void Slices_stay_short_and_their_curves_small()
    {
        foreach (var (study, differences, least, most) in new (ILongStudy, string, long, long)[]
        {
            (regression, "", 5_000, 250_000),
            (regression, "record_every=1", 1, 5_000),
            (deepNet, "depth=32", 20, 2_000),
            (deepNet, "depth=32,record_every=1", 1, 100),
            (deepNet, "depth=32,width=256,network=residual", 1, 500),
        })
        {
            var cell = CellOf(study, differences);
            var layout = study.Description.Long!.Slices(cell);
            Assert.InRange(layout.StepsPerSlice, least, most);
            var rows = layout.StepsPerSlice / (long)cell.Parameters["record_every"].Number + 2;
            var curve = new CurveRows(study.Description.Long.CurveOf(cell, 1));
            Assert.True(rows * curve.RowBytes <= SliceLimits.CurveBytes, differences);
        }
    }

    private static (ILongStudy Study, Cell Cell) Of(int kind) => (kinds[kind].Study, CellOf(kinds[kind].Study, kinds[kind].Differences));

    private static Cell CellOf(IStudy study, string differences) => study.CellWith(
    [
        .. differences.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(d => d.Split('='))
            .Select(d => (d[0], double.TryParse(d[1], out var number) ? Value.Of(number) : Value.Of(d[1]))),
    ]);

    private static (Dictionary<string, double> End, CurveRows Curve) Run(ILongStudy study, Cell cell, long trial = 0)
    {
        var (columns, curve) = InSlices(study, cell, trial, long.MaxValue, LaneWidths.Widest);
        return (columns.Measurements.Select((m, i) => (m.Name, Value: columns.ValueAt(i, 0))).ToDictionary(p => p.Name, p => p.Value), curve);
    }

    private static byte[] Digest(ILongStudy study, Cell cell, long steps, LaneWidth width)
    {
        return DigestOf(InSlices(study, cell, trial: 3, steps, width));
    }

    private static byte[] DigestOf((TrialColumns Columns, CurveRows Curve) trial)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (columns, curve) = trial;
        for (var column = 0; column < columns.Measurements.Count; column++)
        {
            hash.AppendData(columns.Raw(column));
        }

        hash.AppendData(curve.Bytes);
        return hash.GetHashAndReset();
    }

    /// <summary>A trial in slices, each with a runner of its own.</summary>
    private static (TrialColumns Columns, CurveRows Curve) InSlices(
        ILongStudy study, Cell cell, long trial, long steps, LaneWidth width) =>
        InSlices(study, cell, trial, steps, () => study.CreateLongRunner(width));

    private static (TrialColumns Columns, CurveRows Curve) InSlices(
        ILongStudy study, Cell cell, long trial, long steps, Func<ILongTrialRunner> runner)
    {
        var curve = new CurveRows(study.Description.Long!.CurveOf(cell, study.Description.ColumnVersion));
        curve.Begin(-1);
        var slice = new CurveRows(curve.Columns);
        var columns = new TrialColumns(study.Description.MeasurementsOf(cell), 1);
        columns.Begin(trial, 1);
        steps = Math.Min(steps, (long)cell.Parameters["updates"].Number);
        byte[]? state = [];
        do
        {
            slice.Begin(curve.Count > 0 ? curve.StepAt(curve.Count - 1) : -1);
            state = runner().Advance(new LongTrial(cell, Seed, trial), state, steps, slice, columns);
            curve.Load(slice.Bytes);
        }
        while (state is not null);
        return (columns, curve);
    }
}
