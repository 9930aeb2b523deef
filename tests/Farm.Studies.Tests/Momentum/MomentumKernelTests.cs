using System.Security.Cryptography;
using Farm.Numerics;

namespace Farm.Studies.Tests.Momentums;

public sealed class MomentumKernelTests
{
    private static readonly string[] kinds =
    [
        "", "target=relu", "momentum=0.9", "target=relu,momentum=0.95,gamma=0.001", "gamma=0.1,delta=0.3,stop=update",
        "target=relu,gamma=0.5,delta=-0.4,momentum=0.8,learning_rate=0.5,square=1", "gamma=0.001,momentum=0.99,stop=update",
        "target=relu,gamma=0,delta=0.5", "init=rescaled,gamma=0.01,momentum=0.9", "max_steps=50",
    ];

    public static TheoryData<string> Kinds => [.. kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Trials_go_where_a_slow_independent_walk_goes(string kind)
    {
        var cell = MomentumCells.Of($"lattice=14{(kind.Length > 0 ? "," : "")}{kind}");
        var (parameters, columns) = (cell.Parameters, MomentumCells.Run(cell));
        double Number(string name) => parameters[name].Number;
        var setting = new SlowMomentum.Setting(
            parameters["target"].Word == "relu", Number("gamma"), Number("delta"), Number("momentum"), Number("learning_rate"),
            parameters["stop"].Word == "update", (int)Number("max_steps"), Number("dead_below"));
        var half = Number("square") * (parameters["init"].Word == "rescaled" ? Number("gamma") : 1);
        var (w, b, steps, ends) = (columns.Numbers("w_end"), columns.Numbers("b_end"), columns.Numbers("steps"), columns.Ends());
        var elsewhere = 0;
        for (var trial = 0; trial < columns.Rows; trial++)
        {
            var start = (W: half * (2 * (trial % 14 + 0.5) / 14 - 1), B: half * (2 * (trial / 14 + 0.5) / 14 - 1));
            var slow = SlowMomentum.Follow(setting, start.W, start.B);

            // Near a saddle 1e-9 of a gradient may decide; and the step at which a slow approach ends moves with it.
            if (slow.End != ends[trial] || Math.Abs(slow.Steps - steps[trial]) > 1 + 0.001 * slow.Steps)
            {
                elsewhere++;
                continue;
            }

            Assert.True(Math.Abs(slow.W - w[trial]) < 1e-5, $"trial {trial}: w {w[trial]:R}, slowly {slow.W:R}");
            Assert.True(Math.Abs(slow.B - b[trial]) < 1e-5, $"trial {trial}: b {b[trial]:R}, slowly {slow.B:R}");
            Assert.Equal(slow.HasStopped, columns.Codes("stopped")[trial] == 1);
        }

        Assert.InRange(elsewhere, 0, 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bits_do_not_depend_on_width_or_on_how_trials_are_cut_into_runs(string kind)
    {
        var cell = MomentumCells.Of($"lattice=20{(kind.Length > 0 ? "," : "")}{kind}");
        var whole = MomentumCells.Run(cell, LaneWidth.Bits128);
        foreach (var width in MomentumCells.Widths)
        {
            Assert.Equal(DigestOf(whole, 0, 400), DigestOf(MomentumCells.Run(cell, width), 0, 400));
            Assert.Equal(DigestOf(whole, 130, 77), DigestOf(MomentumCells.Run(cell, width, first: 130, rows: 77), 0, 77));
            Assert.Equal(DigestOf(whole, 399, 1), DigestOf(MomentumCells.Run(cell, width, first: 399, rows: 1), 0, 1));
        }
    }

    [Fact]
    public void The_columns_keep_their_bits()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var kind in kinds.Append("model=affine,momentum=0.9").Append("gradient=sampled,dimension=3,max_steps=20"))
        {
            var columns = MomentumCells.Run(MomentumCells.Of($"lattice=9{(kind.Length > 0 ? "," : "")}{kind}"));
            for (var column = 0; column < columns.Measurements.Count; column++)
            {
                hash.AppendData(columns.Raw(column));
            }
        }

        Assert.Equal("1A1E0FDCE7CE8C3D", Convert.ToHexString(hash.GetHashAndReset())[..16]);
    }

    [Fact]
    public void Starts_are_the_centres_of_boxes_that_tile_the_square()
    {
        var columns = MomentumCells.Run(MomentumCells.Of("lattice=4,max_steps=1,learning_rate=1E-12,square=2"));
        Assert.Equal(
            [-1.5, -0.5, 0.5, 1.5, -1.5, -0.5, 0.5, 1.5],
            columns.Numbers("w_end").Take(8).Select(w => Math.Round(w, 9)));
        Assert.Equal([-1.5, -1.5, -1.5, -1.5, -0.5], columns.Numbers("b_end").Take(5).Select(b => Math.Round(b, 9)));
    }

    [Fact]
    public void Ends_are_told_in_order_optimum_then_dead()
    {
        // The optimum itself is a dead unit when Δ is far below 0: it counts as the optimum.
        var columns = MomentumCells.Run(MomentumCells.Of("lattice=30,gamma=0.1,delta=-0.5,target=relu"));
        var ends = columns.Ends();
        Assert.Contains("dead", ends);
        foreach (var (end, i) in ends.Select((e, i) => (e, i)))
        {
            var (distance, active) = (columns.Numbers("distance")[i], columns.Numbers("active_end")[i]);
            Assert.Equal(distance <= 0.0021 ? "optimum" : active < 1e-3 ? "dead" : "neither", end);
            Assert.Equal(end == "dead", columns.Codes("dead")[i] == 1);
        }
    }

    [Fact]
    public void Rescaled_starts_make_every_scale_the_same()
    {
        // Not quite: the stop rule and what counts as optimum do not scale; with many steps and no stop they all agree.
        var one = MomentumCells.Run(MomentumCells.Of("lattice=24,momentum=0.9,max_steps=4000,tolerance=1E-300"));
        var small = MomentumCells.Run(
            MomentumCells.Of("lattice=24,momentum=0.9,max_steps=4000,tolerance=1E-300,gamma=0.0009765625,init=rescaled"));
        Assert.Equal(one.Numbers("t_end"), small.Numbers("t_end"));
        Assert.Equal(one.Numbers("w_end"), small.Numbers("w_end").Select(w => w * 1024));
    }

    [Theory]
    [InlineData("gradient=sampled,max_steps=10000000,batch_size=65536,dimension=100", "max_steps")]
    [InlineData("gamma=0,init=rescaled", "init")]
    public void What_cannot_be_computed_is_refused(string kind, string axis) =>
        Assert.Equal([axis], MomentumCells.Study.Refuse(MomentumCells.Of(kind)).Select(r => r.Axis));

    private static string DigestOf(Farm.Domain.TrialColumns columns, int first, int rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var column = 0; column < columns.Measurements.Count; column++)
        {
            var bytes = columns.Raw(column).Length / columns.Rows;
            hash.AppendData(columns.Raw(column).Slice(first * bytes, rows * bytes));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
