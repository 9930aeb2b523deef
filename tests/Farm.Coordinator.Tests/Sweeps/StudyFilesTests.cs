using Farm.Coordinator.Sweeps;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Sweeps;

public sealed class StudyFilesTests
{
    [Theory]
    [InlineData("xor-margin.yaml", 18)]
    [InlineData("xor-leaky.yaml", 24)]
    [InlineData("xor-models.yaml", 56)]
    public void The_sweeps_that_come_along_read(string file, int cells)
    {
        var reading = SweepReader.ReadFile(RepositoryFiles.Path("studies", file), SweepOverrides.None, BuiltInStudies.Catalog);
        Assert.Empty(Reading.Errors(reading));
        Assert.Equal((Path.GetFileNameWithoutExtension(file), cells, 0L), (reading.Sweep!.Name, reading.Sweep.Cells.Count, reading.Merged));
    }

    [Fact]
    public void Every_file_in_studies_is_tested() =>
        Assert.Equal(
            ["xor-leaky.yaml", "xor-margin.yaml", "xor-models.yaml"],
            Directory.GetFiles(RepositoryFiles.Path("studies")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
}
