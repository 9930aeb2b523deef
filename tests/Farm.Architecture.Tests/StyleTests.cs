namespace Farm.Architecture.Tests;

/// <summary>The house's style, as far as a machine can tell.</summary>
public sealed class StyleTests
{
    private const int MostLinesOfFunction = 70;

    public static TheoryData<string> Folders => ["src", "tests", "bench"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_function_has_at_most_70_lines(string folder)
    {
        var functions = Repository.Sources(folder).SelectMany(Functions).ToArray();

        Assert.NotEmpty(functions);
        Assert.DoesNotContain(functions, f => f.Lines > MostLinesOfFunction);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_namespace_is_that_of_the_whole_file(string folder) => Assert.Empty(
        Repository.Sources(folder)
            .Where(f => File.ReadLines(f).Any(l => l.StartsWith("namespace ", StringComparison.Ordinal) && !l.EndsWith(';')))
            .Select(Repository.Relative));

    /// <summary>Blocks after a closing parenthesis that stand in a type, or in a type in a type, but for types.</summary>
    private static IEnumerable<(string Where, int Lines)> Functions(string file)
    {
        var lines = File.ReadAllLines(file);
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i] is not ("    {" or "        {") || !lines[i - 1].TrimEnd().EndsWith(')'))
            {
                continue;
            }

            var closing = lines[i].Replace('{', '}');
            var end = Array.FindIndex(lines, i, l => l.StartsWith(closing, StringComparison.Ordinal));
            if (!IsType(lines[i - 1]) && end > 0)
            {
                yield return ($"{Repository.Relative(file)}:{i + 1}", end - i + 1);
            }
        }
    }

    /// <summary>Whether a declaration, perhaps with a primary constructor, is that of a type.</summary>
    private static bool IsType(string declaration) => declaration.Split(' ').Any(w => w is "class" or "record" or "struct");
}
