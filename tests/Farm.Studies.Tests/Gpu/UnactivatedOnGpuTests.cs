using Farm.Domain;
using Farm.Numerics;
using Farm.Numerics.Gpu;
using Farm.Numerics.Gpu.Unactivated;
using Farm.Studies.Tests.Unactivated;
using Farm.Studies.Unactivated;
using Xunit.Abstractions;

namespace Farm.Studies.Tests.Gpu;

/// <summary>The kernels of <c>unactivated</c> have the bits of the SIMD backend, in every measurement.</summary>
[Collection(GpuTests.Name)]
public sealed class UnactivatedOnGpuTests(ITestOutputHelper output)
{
    private const ulong Key = 0x6a09e667f3bcc908;

    /// <summary>Fewer units than inputs, one line, its breakpoints sorted or not, one plane, levels of planes, clouds.</summary>
    private static readonly (string Cell, int Rows)[] kinds =
    [
        ("n0=3,n1=2", 600), ("n0=3,n1=2,estimator=smoothed,law=normal", 300), ("n0=5,n1=4,law=uniform", 600),
        ("n0=1,n1=1", 500), ("n0=1,n1=5,law=normal", 500), ("n0=1,n1=70", 500), ("n0=1,n1=33,law=uniform,estimator=smoothed", 300),
        ("n0=1,n1=48,law=normal,scale=0.1", 300), ("n0=1,n1=12,law=uniform,scale=3", 500),
        ("n0=2,n1=2", 500), ("n0=2,n1=6", 1500), ("n0=2,n1=8,law=normal,estimator=smoothed", 600), ("n0=2,n1=44", 300),
        ("n0=2,n1=90,law=normal,scale=0.2,estimator=smoothed", 200),
        ("n0=3,n1=5,law=uniform,scale=3,estimator=smoothed", 1500), ("n0=3,n1=12", 1500), ("n0=3,n1=22,law=normal", 300),
        ("n0=4,n1=5,law=normal", 1500), ("n0=4,n1=9,law=uniform", 600), ("n0=5,n1=6,law=normal", 1500), ("n0=6,n1=7", 1000),
        ("n0=2,n1=5,estimator=sampled,cloud=100", 700), ("n0=3,n1=4,law=normal,estimator=sampled,cloud=200,spread=3", 500),
        ("n0=1,n1=3,estimator=sampled,cloud=1", 300), ("n0=3,n1=2,law=normal,estimator=sampled,cloud=200,spread=3", 500),
        ("n0=3,n1=600,estimator=sampled,cloud=65", 60),
    ];

    /// <summary>Planes of fewer than 40 lines and of more, units in order or not; draws of which some ten or more are bounded.</summary>
    private static readonly (string Cell, int Rows)[] arrangements =
    [
        ("n0=2,n1=2", 600), ("n0=2,n1=7,law=normal", 900), ("n0=2,n1=31", 300), ("n0=2,n1=33,law=normal", 300), ("n0=2,n1=90", 300),
        ("n0=3,n1=3,law=normal", 900), ("n0=3,n1=8", 1500), ("n0=3,n1=100,law=normal", 900), ("n0=4,n1=5", 2000),
        ("n0=4,n1=10", 2000), ("n0=5,n1=7", 3000), ("n0=6,n1=6", 3000), ("n0=6,n1=8,law=normal", 5000),
    ];

    public static TheoryData<string> Words => Gpus.Words;

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void Draws_of_every_kind_of_cell_have_the_bits_of_the_lanes(string word)
    {
        var random = new Random(Seeds.New(output));
        var runner = RunnerOf(word);
        var bounded = 0.0;
        foreach (var (kind, rows) in kinds)
        {
            output.WriteLine(kind);
            bounded += AssertSame(runner, UnactivatedCells.Of(kind), random.NextInt64(1L << 40), rows);
        }

        // Most draws are unbounded; that many were not says that suprema were compared as well.
        Assert.InRange(bounded, 1000, double.MaxValue);
    }

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void Suprema_over_lines_and_vertices_have_the_bits_of_the_lanes(string word)
    {
        var random = new Random(Seeds.New(output));
        var batch = new NeuronGpuBatch(Gpus.Of(word));
        foreach (var (kind, rows) in arrangements)
        {
            var (settings, first, bounded) = (new UnactivatedSettings(UnactivatedCells.Of(kind)), random.NextInt64(1L << 40), 0);
            var source = new NeuronSource(LaneWidths.Widest, settings);
            var expected = Suprema.Of(LaneWidths.Widest, source.Draw);
            source.Begin(Key, first);
            batch.Decide(
                NeuronGpuCell.Of(settings, Key) with { Smoothed = 1, SmoothedLimit = double.PositiveInfinity }, first, rows);
            for (var row = 0; row < rows; row++)
            {
                source.FillSlopes(first + row, rows - row);
                var slopes = expected.Slopes();
                Assert.Equal(slopes, batch.VerdictOf(row));
                if (slopes == SlopeVerdict.Bounded)
                {
                    source.FillOffsets(first + row);
                    Assert.Equal(Bits(expected.Values(double.PositiveInfinity)), Bits(batch.SupremumOf(row)));
                    Assert.Equal(source.Draw.Bias, batch.BiasOf(row));
                    bounded++;
                }
            }

            output.WriteLine($"{kind}: {bounded} of {rows} bounded");
            Assert.InRange(bounded, 1, rows);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void A_run_may_begin_and_end_anywhere(string word)
    {
        var random = new Random(Seeds.New(output));
        var runner = RunnerOf(word);
        for (var i = 0; i < 8; i++)
        {
            AssertSame(runner, UnactivatedCells.Of("n0=2,n1=5"), random.Next(5000), random.Next(1, 200));
        }
    }

    [Theory]
    [InlineData("n0=2,n1=5,estimator=regions", "estimator")]
    [InlineData("n0=2,n1=3,depth=2,hidden=2,estimator=dimension", "estimator")]
    [InlineData("n0=1,n1=4,depth=3,hidden=5", "depth")]
    [InlineData("n0=2,n1=8,estimator=smoothed,positive_share=0.3", "positive_share")]
    [InlineData("n0=2,n1=5,estimator=sampled,cloud=100,jittered=2", "jittered")]
    public void What_has_no_kernel_is_refused_with_what_to_change(string kind, string axis)
    {
        var refusal = GpuStudies.RefusalOf(UnactivatedCells.Study, UnactivatedCells.Of(kind), hasDouble: true);
        Assert.Equal(axis, refusal?.Axis);
        Assert.Contains("--device cpu", refusal!.Reason, StringComparison.Ordinal);
    }

    private static (long Value, long Low, long High, bool IsWhole) Bits(Supremum found) => (
        BitConverter.DoubleToInt64Bits(found.Value),
        BitConverter.DoubleToInt64Bits(found.Low),
        BitConverter.DoubleToInt64Bits(found.High),
        found.IsWhole);

    private static ITrialRunner RunnerOf(string word) =>
        GpuStudies.With(new StudyCatalog(UnactivatedCells.Study), Gpus.Of(word)).Find("unactivated")!.CreateRunner(LaneWidths.Widest);

    /// <summary>Compares trials; how many were bounded, where that is measured.</summary>
    private static double AssertSame(ITrialRunner runner, Cell cell, long first, int rows)
    {
        var expected = UnactivatedCells.Run(cell, LaneWidths.Widest, first, rows);
        var found = new TrialColumns(expected.Measurements, rows);
        found.Begin(first, rows);
        runner.Run(cell, UnactivatedCells.Seed, found);
        for (var row = 0; row < rows; row++)
        {
            Assert.Equal(XorCells.Bits(expected, row), XorCells.Bits(found, row));
        }

        var bounded = expected.IndexOf("bounded");
        return bounded < 0 ? 0 : Enumerable.Range(0, rows).Sum(row => expected.ValueAt(bounded, row));
    }
}
