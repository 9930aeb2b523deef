using System.Text.RegularExpressions;

namespace Farm.Architecture.Tests;

/// <summary>Pure rooms and steps get time and randomness as arguments and touch nothing outside.</summary>
public sealed partial class PurityTests
{
    [Theory]
    [InlineData("src/Shared/Domain")]
    [InlineData("src/Shared/Numerics")]
    [InlineData("src/Shared/Studies")]
    public void A_pure_room_names_no_clock_file_socket_or_thread(string room)
    {
        var files = Repository.Sources(room).ToArray();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(f => Findings(f, Banned())));
    }

    [Fact]
    public void The_behaviour_of_coordinator_and_node_is_pure_as_well()
    {
        var files = Repository.Sources("src").Where(IsStep).ToArray();

        Assert.Contains(files, f => Path.GetFileName(f) == "NodeStep.cs");
        Assert.Contains(files, f => Path.GetFileName(f) == "WaitingOrders.cs");
        Assert.Contains(files, f => Path.GetFileName(f) == "CoordinatorStep.cs");
        Assert.Contains(files, f => Path.GetFileName(f) == "CellWork.cs");
        Assert.Empty(files.SelectMany(f => Findings(f, Banned())));
    }

    [Theory]
    [InlineData("src/Shared/Numerics")]
    [InlineData("src/Shared/Studies")]
    public void A_kernel_room_uses_only_arithmetic_that_is_the_same_on_every_host(string room)
    {
        var files = Repository.Sources(room).ToArray();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(f => Findings(f, Inexact())));
    }

    [Theory]
    [InlineData("Vector512.MultiplyAddEstimate(a, b, c)")]
    [InlineData("Math.ReciprocalEstimate(x)")]
    [InlineData("Vector256.MinNative(a, b)")]
    [InlineData("MathF.Sin(x)")]
    [InlineData("Vector128.Log2(x)")]
    [InlineData("float.Pow(x, 2)")]
    public void The_rule_of_arithmetic_finds_what_it_forbids(string code) => Assert.Matches(Inexact(), code);

    [Theory]
    [InlineData("Math.FusedMultiplyAdd(a, b, c)")]
    [InlineData("Math.Sqrt(x)")]
    [InlineData("LaneMath.Log(x)")]
    public void The_rule_of_arithmetic_lets_exact_operations_be(string code) => Assert.DoesNotMatch(Inexact(), code);

    [Theory]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("await Task.Delay(1);")]
    [InlineData("new Thread(Live)")]
    [InlineData("File.ReadAllText(path)")]
    [InlineData("var id = Guid.NewGuid();")]
    [InlineData("Random.Shared.Next()")]
    [InlineData("clock.GetUtcNow()")]
    public void The_rule_finds_what_it_forbids(string code) => Assert.Matches(Banned(), code);

    [Theory]
    [InlineData("var profile = Profile.Of(x);")]
    [InlineData("DateTimeOffset now")]
    [InlineData("ThreadCount + 1")]
    public void The_rule_lets_other_words_be(string code) => Assert.DoesNotMatch(Banned(), code);

    private static bool IsStep(string file)
    {
        var name = Path.GetFileName(file);
        var folder = Repository.Relative(file);
        return name.Contains("Step", StringComparison.Ordinal)
            || folder.StartsWith("src/Node/Steps/", StringComparison.Ordinal)
            || (folder.StartsWith("src/Coordinator/Actors/", StringComparison.Ordinal)
                && !name.EndsWith("Actor.cs", StringComparison.Ordinal)
                && name is not ("LocalFarm.cs" or "BrokerFarm.cs"));
    }

    private static IEnumerable<string> Findings(string file, Regex rule) =>
        File.ReadLines(file).Select((text, index) => (text, line: index + 1))
            .Where(l => !l.text.TrimStart().StartsWith("//", StringComparison.Ordinal) && rule.IsMatch(l.text))
            .Select(l => $"{Repository.Relative(file)}:{l.line}: {l.text.Trim()}");

    [GeneratedRegex(
        @"\b(DateTime(Offset)?\.(UtcNow|Now|Today)|TimeProvider|GetUtcNow|Stopwatch|Environment\.TickCount\w*"
        + @"|File|Directory|FileStream|Socket|TcpClient|HttpClient|Console|Process"
        + @"|Guid\.NewGuid|Random\.Shared|new Random|RandomNumberGenerator|Thread|ThreadPool|Task|ValueTask|Timer)\b")]
    private static partial Regex Banned();

    [GeneratedRegex(
        @"\b\w+(Estimate|Native)\s*[(<]|\bTensorPrimitives\b"
        + @"|\b(MathF?|[Ff]loat|[Dd]ouble|Single|Vector(64|128|256|512)?)\."
        + @"(A?(Sin|Cos|Tan)h?(Pi)?|Atan2|SinCos|Exp\w*|Log\w*|Pow|Cbrt|Hypot|RootN)\s*[(<]")]
    private static partial Regex Inexact();
}
