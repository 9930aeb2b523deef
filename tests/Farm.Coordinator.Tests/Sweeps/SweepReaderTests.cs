using Farm.Coordinator.Sweeps;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Sweeps;

public sealed class SweepReaderTests
{
    private const string Example = """
        name: xor-margin
        study: mesh
        seed: 20260101
        trials: 100000            # a cell
        fixed: {model: relu-pair, optimizer: adam, learning_rate: 0.01, beta1: 0.9, init_std: 0.5}
        axes:
          - init: [normal, live, mirror]
          - {init: [margin], margin_kind: [activation, distance], margin: [0.1, 0.2, 0.3]}
        """;

    [Fact]
    public void The_example_of_the_documents_reads()
    {
        var reading = Reading.Of(Example);
        Assert.Empty(Reading.Errors(reading));
        var sweep = reading.Sweep!;
        Assert.Equal(
            ("xor-margin", "mesh", 20260101UL, 100_000L, 1024, Keep.Flags),
            (sweep.Name, sweep.Study, sweep.Seed, sweep.Trials, sweep.BlockSize, sweep.Keep));
        Assert.Equal(9, sweep.Cells.Count);
        Assert.Equal(
            "mesh;beta1=0.9;init=normal;init_std=0.5;learning_rate=0.01;max_epochs=800;model=relu-pair;optimizer=adam",
            sweep.Cells[0].Key);
        Assert.Equal(
            "mesh;beta1=0.9;init=margin;init_std=0.5;learning_rate=0.01;margin=0.1;margin_kind=distance;max_epochs=800;"
                + "model=relu-pair;optimizer=adam",
            sweep.Cells[6].Key);
    }

    [Theory]
    [InlineData("1e-4", 0.0001)]
    [InlineData("1E2", 100)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("+2", 2)]
    [InlineData("0.30000000000000004", 0.30000000000000004)]
    public void Numbers_are_those_of_YAML(string text, double number)
    {
        var reading = Reading.Of(Reading.Head($"fixed: {{init_std: {text}}}"));
        Assert.Empty(Reading.Errors(reading));
        Assert.Equal(number, reading.Sweep!.Cells[0].Parameters["init_std"].Number);
    }

    [Theory]
    [InlineData("0", 0UL)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("1e6", 1_000_000UL)]
    public void A_seed_is_any_64_bit_number(string text, ulong seed)
    {
        var reading = Reading.Of($"name: a\nstudy: mesh\nseed: {text}\ntrials: 10\n");
        Assert.Empty(Reading.Errors(reading));
        Assert.Equal(seed, reading.Sweep!.Seed);
    }

    [Fact]
    public void Without_axes_there_is_one_cell()
    {
        var reading = Reading.Of(Reading.Head("block: 64\nkeep: sums\n"));
        Assert.Empty(Reading.Errors(reading));
        Assert.Single(reading.Sweep!.Cells);
        Assert.Equal((64, Keep.Sums), (reading.Sweep.BlockSize, reading.Sweep.Keep));
    }

    [Fact]
    public void The_last_axis_of_an_item_turns_fastest()
    {
        var reading = Reading.Of(Reading.Head("axes:\n  - {init_std: [1, 0.5], learning_rate: [0.2, 0.1]}\n"));
        Assert.Equal(
            ["1 0.2", "1 0.1", "0.5 0.2", "0.5 0.1"],
            reading.Sweep!.Cells.Select(c => $"{c.Parameters["init_std"]} {c.Parameters["learning_rate"]}"));
    }

    [Fact]
    public void A_cell_that_two_items_name_is_one_cell()
    {
        var reading = Reading.Of(Reading.Head(
            "axes:\n  - {init_std: [0.5], learning_rate: [0.1, 0.01]}\n  - {init_std: [0.5, 1], learning_rate: [0.01]}\n"));
        Assert.Empty(Reading.Errors(reading));
        Assert.Equal((3, 1L), (reading.Sweep!.Cells.Count, reading.Merged));
    }

    [Theory]
    [InlineData("{from: 1e-4, to: 1, points: 9, spacing: log}", "0.0001 0.000316227766017 0.001 0.00316227766017 0.01 0.0316227766017 0.1 0.316227766017 1")]
    [InlineData("{from: 0.1, to: 0.5, points: 5}", "0.1 0.2 0.3 0.4 0.5")]
    [InlineData("{from: 0.1, to: 10, points: 3, spacing: log}", "0.1 1 10")]
    [InlineData("{from: 1, to: 2, points: 4, spacing: lin}", "1 1.33333333333 1.66666666667 2")]
    public void Ranges_have_readable_points(string range, string points)
    {
        var reading = Reading.Of(Reading.Head($"axes:\n  - learning_rate: {range}\n"));
        Assert.Empty(Reading.Errors(reading));
        var expected = points.Split(' ').Select(p => Value.Parse(p).Text);
        Assert.Equal(expected, reading.Sweep!.Cells.Select(c => c.Parameters["learning_rate"].Text));
    }

    [Fact]
    public void A_later_parameter_stands_in_a_key_only_when_it_differs()
    {
        var reading = Reading.Of(Reading.Head("axes:\n  - healing: [off, noise]\n"));
        Assert.Empty(Reading.Errors(reading));
        Assert.DoesNotContain("healing", reading.Sweep!.Cells[0].Key, StringComparison.Ordinal);
        Assert.Contains(";healing=noise;", reading.Sweep.Cells[1].Key, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_like_any_other()
    {
        var reading = SweepReader.ReadFile("/nowhere/s.yaml", SweepOverrides.None, Reading.Studies);
        Assert.Equal(
            ["/nowhere/s.yaml:1:1: the sweep cannot be read: there is no such file; expected the path of a sweep file"],
            Reading.Errors(reading));
    }

    [Fact]
    public void The_source_holds_the_text_and_the_options()
    {
        var overrides = new SweepOverrides("5", null, ["init_std=1"]);
        var reading = Reading.Of(Reading.Head("keep: all"), overrides);
        Assert.Equal(Reading.Head("keep: all\n# --trials 5\n# --set init_std=1\n"), reading.Source);
    }
}
