using Farm.Numerics;
using Farm.Numerics.Gpu;
using Farm.Studies.Dynamics;
using Farm.Studies.Tests.Dynamics;
using Xunit.Abstractions;

namespace Farm.Studies.Tests.Gpu;

/// <summary>The kernels of <c>dynamics</c> have the bits of the SIMD backend, in every measurement.</summary>
[Collection(GpuTests.Name)]
public sealed class DynamicsOnGpuTests(ITestOutputHelper output)
{
    private static readonly DynamicsLatticeStudy lattice = new();

    /// <summary>Cells besides <see cref="OrbitCells.Kinds"/>: more than a launch's steps, no steps, every orbit escaping.</summary>
    private static readonly string[] more =
    [
        "model=abs,learning_rate=0.9,transient=9000,steps=1024",
        "model=weight-abs,learning_rate=1.3,transient=8200,steps=512,exponents=off",
        "model=abs,learning_rate=0.7,transient=0,steps=512,watch=0",
        "model=weight-linear,learning_rate=2.5,watch=300",
        "model=relu,learning_rate=40,watch=17",
        "model=abs,data=or,learning_rate=3,watch=5",
        "model=weight-linear,learning_rate=0.02,points=mirror,start_width=0.001",
        "model=abs,data=zeros,learning_rate=0.1,watch=2000,transient=0",
        "model=two-layer,width=8,learning_rate=0.1,data=uneven,steps=512,transient=100",
        "model=two-layer,width=2,learning_rate=9,watch=3",
    ];

    public static TheoryData<string> Words => Gpus.Words;

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void Orbits_of_every_kind_of_cell_have_the_bits_of_the_lanes(string word)
    {
        var random = new Random(Seeds.New(output));
        var runner = RunnerOf(word, OrbitCells.Study);
        foreach (var kind in OrbitCells.Kinds.Concat(more))
        {
            output.WriteLine(kind);
            AssertSame(runner, kind, random.Next(1 << 20), random.Next(33, 80));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void Orbits_from_a_lattice_have_them_too(string word)
    {
        var random = new Random(Seeds.New(output));
        var runner = RunnerOf(word, lattice);
        AssertSame(runner, "model=abs,learning_rate=0.7,lattice=9", random.Next(600), random.Next(1, 100), lattice);
        AssertSame(runner, "model=weight-relu,learning_rate=2.2,lattice=77", random.Next(20), random.Next(1, 50), lattice);
    }

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void A_run_may_begin_and_end_anywhere(string word)
    {
        var random = new Random(Seeds.New(output));
        var runner = RunnerOf(word, OrbitCells.Study);
        for (var i = 0; i < 6; i++)
        {
            AssertSame(runner, "model=abs,learning_rate=0.8,steps=512", random.Next(1 << 30), random.Next(1, 70));
        }
    }

    private static ITrialRunner RunnerOf(string word, IStudy study) =>
        GpuStudies.With(new StudyCatalog(study), Gpus.Of(word)).Find(study.Description.Name)!.CreateRunner(LaneWidths.Widest);

    private static void AssertSame(ITrialRunner runner, string differences, int first, int rows, IStudy? study = null)
    {
        var expected = OrbitCells.Run(differences, rows, LaneWidths.Widest, first, study: study);
        var found = OrbitCells.Run(differences, rows, LaneWidths.Widest, first, runner, study);
        for (var row = 0; row < rows; row++)
        {
            Assert.Equal(XorCells.Bits(expected, row), XorCells.Bits(found, row));
        }
    }
}
