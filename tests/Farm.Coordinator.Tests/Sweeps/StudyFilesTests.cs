using Farm.Coordinator.Sweeps;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Sweeps;

public sealed class StudyFilesTests
{
    public static TheoryData<string, int> Files => new()
    {
        { "deep-net-full.yaml", 164 },
        { "deep-net-quick.yaml", 44 },
        { "digits.yaml", 21 },
        { "dynamics-lattice.yaml", 9 },
        { "dynamics-spectra.yaml", 32 },
        { "dynamics-two-layer.yaml", 80 },
        { "dynamics-weights.yaml", 544 },
        { "dynamics-width.yaml", 32 },
        { "dynamics-xor.yaml", 640 },
        { "equilibria.yaml", 27 },
        { "momentum-affine.yaml", 45 },
        { "momentum-basins.yaml", 128 },
        { "momentum-sampled.yaml", 12 },
        { "momentum-share.yaml", 360 },
        { "regression-full.yaml", 328 },
        { "regression-momentum.yaml", 84 },
        { "regression-quick.yaml", 104 },
        { "unactivated-quick.yaml", 53 },
        { "unactivated-rare.yaml", 5 },
        { "unactivated.yaml", 318 },
        { "xor-healing.yaml", 32 },
        { "xor-leaky.yaml", 24 },
        { "xor-margin.yaml", 18 },
        { "xor-models.yaml", 56 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void The_sweeps_that_come_along_read(string file, int cells)
    {
        var reading = SweepReader.ReadFile(RepositoryFiles.Path("studies", file), SweepOverrides.None, BuiltInStudies.Catalog);
        Assert.Empty(Reading.Errors(reading));
        Assert.Equal((Path.GetFileNameWithoutExtension(file), cells, 0L), (reading.Sweep!.Name, reading.Sweep.Cells.Count, reading.Merged));
    }

    [Fact]
    public void Every_file_in_studies_is_tested() =>
        Assert.Equal(
            Files.Select(f => (string)f[0]),
            Directory.GetFiles(RepositoryFiles.Path("studies")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
}
