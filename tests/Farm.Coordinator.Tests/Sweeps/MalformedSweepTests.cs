using System.Text;
using Farm.Coordinator.Sweeps;

namespace Farm.Coordinator.Tests.Sweeps;

/// <summary>
/// Each file in <c>Malformed</c> ends with the errors that it must give, one a line after <c>#!</c>, without the file's
/// name.
/// </summary>
public sealed class MalformedSweepTests
{
    private const string Mark = "#! ";

    private static readonly string Folder = RepositoryFiles.Path("tests", "Farm.Coordinator.Tests", "Sweeps", "Malformed");

    public static TheoryData<string> Files() =>
        [.. Directory.GetFiles(Folder, "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_malformed_sweep_gives_every_error_at_its_place(string file)
    {
        var path = Path.Combine(Folder, file);
        string[] expected = [.. File.ReadLines(path).Where(l => l.StartsWith(Mark, StringComparison.Ordinal))
            .Select(l => $"{file}:{l[Mark.Length..]}")];
        Assert.NotEmpty(expected);

        var reading = SweepReader.ReadBytes(File.ReadAllBytes(path), file, SweepOverrides.None, Reading.Studies);
        Assert.Equal(expected, Reading.Errors(reading));
        Assert.Null(reading.Sweep);
    }

    [Fact]
    public void There_are_many_of_them() => Assert.True(Files().Count >= 40);

    public static TheoryData<byte[], string> Unreadable() => new()
    {
        { [], "s.yaml:1:1: the file is empty; expected a sweep: a mapping with name, study, seed, trials and axes" },
        { "# nothing\n\n"u8.ToArray(), "s.yaml:1:1: the file is empty; expected a sweep: a mapping with name, study, seed, trials and axes" },
        { [.. "name: a\nstudy: m"u8, 0xE4, (byte)'h'], "s.yaml:2:9: the file is not UTF-8 text; expected a YAML file in UTF-8" },
        { [0xFF, 0xFE, (byte)'n', 0], "s.yaml:1:1: the file is not UTF-8 text; expected a YAML file in UTF-8" },
        { "name: a\nstudy: \0\n"u8.ToArray(), "s.yaml:2:8: a control character (U+0000) stands here; expected text" },
        { new byte[SweepText.MostBytes + 1], "s.yaml:1:1: the file is too large for a sweep; expected at most 1,048,576 bytes" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_is_no_text_is_refused(byte[] bytes, string error) =>
        Assert.Equal([error], Reading.Errors(Reading.Of(bytes)));

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_fine()
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Reading.Head("keep: all").ReplaceLineEndings("\r\n"))];
        Assert.Empty(Reading.Errors(Reading.Of(bytes)));
    }

    [Fact]
    public void An_error_is_one_line_of_bounded_length()
    {
        var reading = Reading.Of(Reading.Head($"keep: \"a\\nb{new string('x', 5000)}\""));
        var line = Assert.Single(Reading.Errors(reading));
        Assert.StartsWith("s.yaml:5:7: 'keep' is 'a\\u000ab", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 1, 410);
    }
}
