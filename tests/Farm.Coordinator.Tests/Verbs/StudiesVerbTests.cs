using Farm.Studies;

namespace Farm.Coordinator.Tests.Verbs;

public sealed class StudiesVerbTests
{
    public static TheoryData<string> Names => [.. BuiltInStudies.Catalog.All.Select(s => s.Description.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_study_is_shown_with_every_axis_and_measurement(string name)
    {
        var study = BuiltInStudies.Catalog.Find(name)!.Description;
        var lines = Show(name);

        Assert.StartsWith($"{name}: {study.Question}", lines[0], StringComparison.Ordinal);
        foreach (var axis in study.Axes)
        {
            Assert.Contains(lines, l => l.StartsWith($"{axis.Name} ", StringComparison.Ordinal) && l.EndsWith(axis.Meaning, StringComparison.Ordinal));
        }

        foreach (var m in study.Measurements)
        {
            Assert.Contains(lines, l => l.StartsWith($"{m.Name} ", StringComparison.Ordinal) && l.EndsWith(m.Meaning, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Columns_of_layers_share_a_line_of_the_time_series()
    {
        var lines = Show("deep-net");
        var series = lines[Array.FindIndex(lines, l => l.StartsWith("time series ", StringComparison.Ordinal))..];

        Assert.Matches(@"^layer1_dead … layer32_dead +- +always … depth is at least 32 +share of the layer's units", series.Single(
            l => l.StartsWith("layer1_dead ", StringComparison.Ordinal)));
        Assert.Matches(@"^accuracy +- +data is digits or cifar-10 +share of the data", series.Single(l => l.StartsWith("accuracy", StringComparison.Ordinal)));
        var ofLayers = BuiltInStudies.Catalog.Find("deep-net")!.Description.Long!.Curve.Count(
            c => c.Name.StartsWith("layer7_", StringComparison.Ordinal));
        Assert.Equal(ofLayers, series.Count(l => l.StartsWith("layer", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_study_of_one_layer_has_no_ranges_and_one_of_short_trials_no_time_series()
    {
        Assert.DoesNotContain(Show("regression"), l => l.Contains('…', StringComparison.Ordinal));
        Assert.Contains("revision 3, column version 1, long trials, computed slice by slice", Show("regression"));
        Assert.DoesNotContain(Show("xor"), l => l.StartsWith("time series", StringComparison.Ordinal));
    }

    private static string[] Show(string name)
    {
        var answer = new CommandLine(BuiltInStudies.Catalog).Run("studies", name);
        Assert.Equal(ExitCode.Good, answer.Code);
        return answer.Lines;
    }
}
