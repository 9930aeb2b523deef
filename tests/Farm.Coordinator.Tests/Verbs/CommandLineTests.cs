using Farm.Coordinator.Terminal;
using Farm.Coordinator.Tests.Sweeps;
using Farm.Coordinator.Verbs;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Verbs;

public class CommandLineTests
{
    public static TheoryData<string> VerbNames => [.. VerbList.All.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void Every_verb_has_help_with_examples_of_itself(string verb)
    {
        var answer = CommandLine.WithoutStudies.Run(verb, "--help");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Empty(answer.Error);
        var examples = answer.Output[answer.Output.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"  farm {verb}", examples, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void Every_option_of_a_verb_is_described(string verb)
    {
        var command = VerbList.All.Single(v => v.Name == verb).Create(CommandLine.WithoutStudies.Host());

        Assert.All(command.Options, o => Assert.False(string.IsNullOrWhiteSpace(o.Description), o.Name));
        Assert.All(command.Arguments, a => Assert.False(string.IsNullOrWhiteSpace(a.Description), a.Name));
    }

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void The_examples_of_a_verb_can_be_read_by_it(string verb)
    {
        var host = CommandLine.WithoutStudies.Host();
        foreach (var example in VerbList.All.Single(v => v.Name == verb).Create(host).Examples)
        {
            var args = example.Arguments.Split(' ').TakeWhile(a => a is not ("|" or ">")).ToArray();
            var parsed = VerbList.All.Single(v => v.Name == args[0]).Create(host).Parse(args[1..]);

            Assert.True(parsed.Errors.Count == 0, $"'{example.Arguments}': {string.Join("; ", parsed.Errors)}");
        }
    }

    [Theory]
    [InlineData("run")]
    [InlineData("plan")]
    public void The_sweeps_of_the_examples_are_good_with_their_options(string verb)
    {
        var host = new FarmHost(BuiltInStudies.Catalog, Stream.Null, TextWriter.Null);
        var options = new SweepOptions();
        var reads = new VerbCommand(verb, "Reads the options of a sweep.");
        options.AddTo(reads);
        foreach (var example in VerbList.All.Single(v => v.Name == verb).Create(host).Examples)
        {
            var args = example.Arguments.Split(' ')[1..];
            args[0] = RepositoryFiles.Path(args[0].Split('/'));

            Assert.Empty(Reading.Errors(options.Read(reads.Parse(args), host)));
        }
    }

    [Fact]
    public void The_list_of_verbs_names_every_verb()
    {
        var answer = CommandLine.WithoutStudies.Run("--help");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.All(VerbList.All, v => Assert.Contains($"\n  {v.Name} ", answer.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lgos", "logs")]
    [InlineData("devcies", "devices")]
    public void A_misspelt_verb_is_bad_input_and_the_nearest_is_named(string misspelt, string meant)
    {
        var answer = CommandLine.WithoutStudies.Run(misspelt);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Empty(answer.Output);
        Assert.Contains($"'{misspelt}'", answer.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains($"      {meant}", answer.ErrorLines);
    }

    [Fact]
    public void A_misspelt_option_is_bad_input_and_the_nearest_is_named()
    {
        var answer = CommandLine.WithoutStudies.Run("logs", "--levle", "info");

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Empty(answer.Output);
        Assert.Contains("      --level", answer.ErrorLines);
        Assert.Equal("'farm logs --help' tells what is possible.", answer.ErrorLines[^1]);
    }

    [Fact]
    public void No_verb_at_all_is_bad_input_and_shows_the_verbs_as_a_message()
    {
        var answer = CommandLine.WithoutStudies.Run();

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.Empty(answer.Output);
        Assert.All(VerbList.All, v => Assert.Contains($"\n  {v.Name} ", answer.Error, StringComparison.Ordinal));
        Assert.StartsWith("farm: which verb?", answer.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_data()
    {
        var answer = CommandLine.WithoutStudies.Run("--version");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.StartsWith("farm 0.", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_begins_with_an_at_sign_is_no_file_to_read_options_from()
    {
        var answer = CommandLine.WithoutStudies.Run("logs", "--node", "@nowhere");

        Assert.DoesNotContain("response file", answer.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_fault_of_the_farm_itself_is_one_line_and_exit_code_1()
    {
        using var error = new StringWriter();
        using var output = new ThrowingStream(() => new InvalidOperationException("the moon is down"));

        var code = FarmCommand.Invoke(["devices"], new FarmHost(new(), output, error));

        Assert.Equal(ExitCode.Internal, code);
        Assert.StartsWith("farm: internal error: the moon is down", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_has_read_enough_is_no_error()
    {
        using var error = new StringWriter();
        using var output = new ThrowingStream(() => new IOException("Broken pipe", 32));

        var code = FarmCommand.Invoke(["devices"], new FarmHost(new(), output, error));

        Assert.Equal(ExitCode.Good, code);
        Assert.Empty(error.ToString());
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_exit_code_4()
    {
        using var error = new StringWriter();
        using var output = new ThrowingStream(() => new IOException("No space left on device", 28));

        var code = FarmCommand.Invoke(["devices"], new FarmHost(new(), output, error));

        Assert.Equal(ExitCode.Storage, code);
        Assert.Contains("No space left on device", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_ledger_name_is_bad_input()
    {
        var answer = CommandLine.WithoutStudies.Run("status", "--ledger", "");

        Assert.Equal(ExitCode.BadInput, answer.Code);
        Assert.StartsWith("farm: --ledger: ", answer.ErrorLines[0], StringComparison.Ordinal);
    }

    private sealed class ThrowingStream(Func<Exception> fault) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw fault();

        public override void Write(byte[] buffer, int offset, int count) => throw fault();
    }
}
