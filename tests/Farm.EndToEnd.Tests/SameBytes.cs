
namespace Farm.EndToEnd.Tests;

/// <summary>That what a farm found after all its troubles is what one undisturbed process finds.</summary>
internal static class SameBytes
{
    /// <summary>Compares results and every trial of every cell, and audits the ledger.</summary>
    public static void Check(Workplace calm, Workplace stormy)
    {
        AssertSame(calm, stormy, "results", "--format", "csv");
        foreach (var cell in LongSweep.Selections)
        {
            AssertSame(calm, stormy, "trials", "--cell", cell, "--format", "csv");
        }

        FarmProcess.Run(stormy.Folder, "audit", "--fraction", "0.02").Expect(ExitCode.Good);
    }

    /// <summary>That a verb prints the same in both places.</summary>
    public static void AssertSame(Workplace one, Workplace other, params string[] verb)
    {
        var expected = FarmProcess.Run(one.Folder, verb).Expect(ExitCode.Good).Output;
        var got = FarmProcess.Run(other.Folder, verb).Expect(ExitCode.Good).Output;
        Assert.NotEmpty(expected);
        // Not Assert.Equal: a difference would print a hundred megabytes.
        Assert.True(string.Equals(expected, got, StringComparison.Ordinal), $"farm {string.Join(' ', verb)} differs.");
    }
}
