using Xunit.Abstractions;

namespace Farm.EndToEnd.Tests;

/// <summary>
/// Tells what happens in a long test: into the test's output, and at once into <c>story.log</c> in its folder, which stays
/// when the test fails.
/// </summary>
internal sealed class Story(ITestOutputHelper output, Workplace place)
{
    private readonly Lock gate = new();

    private string File => Path.Combine(place.Folder, "story.log");

    public void Say(string line)
    {
        lock (gate)
        {
            output.WriteLine(line);
            System.IO.File.AppendAllText(File, line + "\n");
        }
    }

    public void Say(FormattableString line) => Say(FormattableString.Invariant(line));

    /// <summary>Says how much work the troubles cost.</summary>
    public void SayBlocksComputedAgain() =>
        Say($"{FarmLog.Of(place).Sum("BatchCommitted", "duplicates")} of {place.Blocks()} blocks were computed more than once");

    public async Task KeepOnFailureAsync(Func<Task> test)
    {
        try
        {
            await test();
        }
        catch
        {
            place.Keep();
            output.WriteLine($"The ledger, its log and this story are kept in {place.Folder}");
            throw;
        }
    }
}
