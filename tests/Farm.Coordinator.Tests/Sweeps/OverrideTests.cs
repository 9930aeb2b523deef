using Farm.Coordinator.Sweeps;

namespace Farm.Coordinator.Tests.Sweeps;

public sealed class OverrideTests
{
    private static readonly string File = Reading.Head(
        "fixed: {init_std: 0.5}\naxes:\n  - init: [normal, live]\n  - {init: [margin], margin: [0.1, 0.2]}\n");

    [Fact]
    public void Options_are_content()
    {
        var reading = Reading.Of(File, new SweepOverrides("5e6", "7", ["init_std=0.5,1", "margin=0.4"]));
        Assert.Empty(Reading.Errors(reading));
        Assert.Equal((5_000_000L, 7UL), (reading.Sweep!.Trials, reading.Sweep.Seed));
        Assert.Equal(
            ["0.5 normal ", "0.5 live ", "1 normal ", "1 live ", "0.5 margin 0.4", "1 margin 0.4"],
            reading.Sweep.Cells.Select(c =>
                $"{c.Parameters["init_std"]} {c.Parameters["init"]} {(c.Parameters.TryGetValue("margin", out var m) ? m.Text : "")}"));
    }

    [Fact]
    public void An_axis_that_the_file_leaves_out_is_set_for_every_cell()
    {
        var reading = Reading.Of(File, new SweepOverrides(null, null, ["learning_rate=0.1"]));
        Assert.All(reading.Sweep!.Cells, c => Assert.Equal("0.1", c.Parameters["learning_rate"].Text));
    }

    [Fact]
    public void Trials_and_seed_may_come_from_the_options_alone()
    {
        var reading = Reading.Of("name: a\nstudy: mesh\n", new SweepOverrides("10", "1", []));
        Assert.Empty(Reading.Errors(reading));
    }

    [Theory]
    [InlineData("margn=0.1", "--set margn=0.1: study 'mesh' has no parameter 'margn'; expected one of model, optimizer, learning_rate, beta1, init, init_std, margin_kind, margin, radius, max_epochs, healing; did you mean 'margin'?")]
    [InlineData("init_std", "--set init_std: 'init_std' sets nothing; expected --set axis=value,value")]
    [InlineData("init_std=", "--set init_std=: 'init_std=' sets nothing; expected --set axis=value,value")]
    [InlineData("init_std=1,,2", "--set init_std=1,,2: 'init_std' has no value; expected a number or a word")]
    [InlineData("init_std=-1", "--set init_std=-1: 'init_std' cannot be -1; expected a number above 0, at most 100")]
    [InlineData("init_std=1,1", "--set init_std=1,1: 'init_std' has the value 1 twice; expected each value once")]
    [InlineData("beta1=0.5", null)]
    [InlineData("radius=1", "--set radius=1: 'radius' does not apply when init is normal; expected it only where init is sphere")]
    [InlineData("trials=5", "--set trials=5: 'trials' is no parameter of the study; expected --trials 5")]
    [InlineData("init=margn", "--set init=margn: 'init' cannot be 'margn'; expected one of normal, live, mirror, margin, sphere; did you mean 'margin'?")]
    public void Errors_of_set_name_the_option(string set, string? error)
    {
        var reading = Reading.Of(File, new SweepOverrides(null, null, [set]));
        Assert.Equal(error is null ? [] : [error], Reading.Errors(reading));
    }

    [Fact]
    public void Bad_numbers_name_their_option()
    {
        var reading = Reading.Of(File, new SweepOverrides("0", "-1", ["init_std=1", "init_std=2"]));
        Assert.Equal(
            [
                "--seed -1: '-1' does not fit; expected a whole number from 0 to 18446744073709551615",
                "--trials 0: '0' does not fit; expected a whole number from 1 to 1,000,000,000,000",
                "--set init_std=2: 'init_std' is set twice; expected one --set with all its values: --set init_std=v,v",
            ],
            Reading.Errors(reading));
    }
}
