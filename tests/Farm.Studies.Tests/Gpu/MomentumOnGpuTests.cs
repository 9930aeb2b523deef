using Farm.Domain;
using Farm.Numerics;
using Farm.Numerics.Gpu;
using Farm.Studies.Momentum;
using Farm.Studies.Tests.Momentums;
using Xunit.Abstractions;

namespace Farm.Studies.Tests.Gpu;

/// <summary>The kernels of <c>momentum</c> have the bits of the SIMD backend, in every measurement.</summary>
[Collection(GpuTests.Name)]
public sealed class MomentumOnGpuTests(ITestOutputHelper output)
{
    private static readonly string[] kinds =
    [
        "",
        "target=relu,momentum=0.9",
        "target=relu,delta=-2,gamma=0.01,init=rescaled",
        "stop=update,momentum=0.99,gamma=0.001",
        "max_steps=3",
        "gamma=0,delta=1,learning_rate=1.9",
        "model=affine,gamma=0.01",
        "model=affine,momentum=0.9,delta=-1",
        "model=affine,momentum=0.95,learning_rate=2,stop=update,max_steps=50",
    ];

    public static TheoryData<string> Words => Gpus.Words;

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void Trials_of_every_kind_of_cell_have_the_bits_of_the_lanes(string word)
    {
        var random = new Random(Seeds.New(output));
        var runner = RunnerOf(word);
        foreach (var kind in kinds)
        {
            output.WriteLine(kind);
            var cell = MomentumCells.Of($"{(kind.Length > 0 ? kind + "," : "")}lattice={random.Next(9, 30)},square=2");
            AssertSame(runner, cell, 0, (int)MomentumCells.Study.Description.Enumerated!(cell).Points);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void A_run_may_begin_and_end_anywhere(string word)
    {
        var random = new Random(Seeds.New(output));
        var runner = RunnerOf(word);
        var cell = MomentumCells.Of("target=relu,momentum=0.5,lattice=40,max_steps=2000");
        for (var i = 0; i < 6; i++)
        {
            AssertSame(runner, cell, random.Next(1500), random.Next(1, 100));
        }
    }

    [Theory]
    [InlineData("gradient=sampled")]
    [InlineData("gradient=network")]
    public void Gradients_of_samples_are_refused_with_what_to_change(string kind)
    {
        var refusal = GpuStudies.RefusalOf(MomentumCells.Study, MomentumCells.Of(kind), hasDouble: true);
        Assert.Equal("gradient", refusal?.Axis);
        Assert.Contains("--device cpu", refusal!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_float64_is_refused() => Assert.Contains(
        "float64", GpuStudies.RefusalOf(MomentumCells.Study, MomentumCells.Of(""), hasDouble: false)!.Reason, StringComparison.Ordinal);

    private static ITrialRunner RunnerOf(string word) => GpuStudies.With(new StudyCatalog(new MomentumStudy()), Gpus.Of(word))
        .Find("momentum")!.CreateRunner(LaneWidths.Widest);

    private static void AssertSame(ITrialRunner runner, Cell cell, int first, int rows)
    {
        var expected = MomentumCells.Run(cell, LaneWidths.Widest, first, rows);
        var found = new TrialColumns(expected.Measurements, rows);
        found.Begin(first, rows);
        runner.Run(cell, 7, found);
        for (var row = 0; row < rows; row++)
        {
            Assert.Equal(XorCells.Bits(expected, row), XorCells.Bits(found, row));
        }
    }
}
