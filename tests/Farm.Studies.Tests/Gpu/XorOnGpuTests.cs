using Farm.Domain;
using Farm.Numerics;
using Farm.Numerics.Gpu;
using Farm.Studies.Xor;
using Xunit.Abstractions;

namespace Farm.Studies.Tests.Gpu;

/// <summary>The kernels of <c>xor</c> have the bits of the SIMD backend, in every measurement.</summary>
[Collection(GpuTests.Name)]
public sealed class XorOnGpuTests(ITestOutputHelper output)
{
    public static TheoryData<string> Words => Gpus.Words;

    public static TheoryData<string, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string>();
            foreach (var word in Gpus.AllWords)
            {
                foreach (var kind in word == Gpus.None ? [""] : XorCells.Kinds)
                {
                    kinds.Add(word, kind);
                }
            }

            return kinds;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Trials_of_every_kind_of_cell_have_the_bits_of_the_lanes(string word, string kind)
    {
        var random = new Random(Seeds.New(output));
        AssertSame(RunnerOf(word), XorCells.Of(kind), random.NextInt64(1L << 40), 150);
    }

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void Trials_of_random_cells_have_the_bits_of_the_lanes_wherever_a_run_begins_and_ends(string word)
    {
        var random = new Random(Seeds.New(output));
        var runner = RunnerOf(word);
        for (var i = 0; i < 12; i++)
        {
            var kind = XorCells.Kinds[random.Next(XorCells.Kinds.Length)];
            if (!kind.Contains("learning_rate", StringComparison.Ordinal))
            {
                kind += FormattableString.Invariant($"{(kind.Length > 0 ? "," : "")}learning_rate={random.NextDouble() * 0.2 + 1e-4:R}");
            }

            if (!kind.Contains("init_std", StringComparison.Ordinal) && !kind.Contains("margin", StringComparison.Ordinal))
            {
                kind += FormattableString.Invariant($",init_std={random.NextDouble() * 2 + 0.01:R}");
            }

            output.WriteLine(kind);
            AssertSame(runner, XorCells.Of(kind), random.NextInt64(1L << 33), random.Next(1, 200));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void A_trial_without_a_start_is_told_as_the_lanes_tell_it(string word)
    {
        var cell = XorCells.Of("init=margin,margin=4.7,init_std=0.5");
        var expected = Assert.Throws<TrialException>(() => XorCells.Run(cell, LaneWidth.Bits128, 7, 1));
        var found = Assert.Throws<TrialException>(() => XorCells.Run(cell, LaneWidth.Bits128, 7, 1, RunnerOf(word)));
        Assert.Equal((expected.Trial, expected.Message), (found.Trial, found.Message));
    }

    [Fact]
    public void Healed_cells_are_refused_with_what_to_change() => Assert.All(XorCells.HealedKinds, kind =>
    {
        var refusal = GpuStudies.RefusalOf(XorCells.Study, XorCells.Of(kind), hasDouble: true);
        Assert.Equal("healing", refusal?.Axis);
        Assert.Contains("--device cpu", refusal!.Reason, StringComparison.Ordinal);
    });

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void A_runner_that_is_handed_a_healed_cell_refuses_it(string word) => Assert.Throws<MissingDataException>(
        () => XorCells.Run(XorCells.Of("healing=tangent"), LaneWidth.Bits128, 0, 1, RunnerOf(word)));

    private static ITrialRunner RunnerOf(string word) =>
        GpuStudies.With(new StudyCatalog(new XorStudy()), Gpus.Of(word)).Find("xor")!.CreateRunner(LaneWidths.Widest);

    private static void AssertSame(ITrialRunner runner, Cell cell, long first, int rows)
    {
        var expected = XorCells.Run(cell, LaneWidths.Widest, first, rows);
        var found = XorCells.Run(cell, LaneWidths.Widest, first, rows, runner);
        for (var row = 0; row < rows; row++)
        {
            Assert.Equal(XorCells.Bits(expected, row), XorCells.Bits(found, row));
        }
    }
}
