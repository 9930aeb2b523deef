using Farm.Coordinator.Sweeps;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Sweeps;

public sealed class AmendmentRuleTests
{
    private static readonly Sweep Stored = Reading.Of(Reading.Head("axes:\n  - init: [normal, live]\n")).Sweep!;
    private static readonly Sweep More = Stored with { Trials = 2000 };

    private static readonly Sweep Other =
        Reading.Of(Reading.Head("axes:\n  - init: [live, mirror]\n")).Sweep!;

    [Fact]
    public void A_new_name_is_fresh() => Assert.Equal(AmendmentKind.Fresh, AmendmentRule.Judge(null, Stored, false).Kind);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_content_resumes_in_any_order_of_cells(bool amend) =>
        Assert.Equal(
            AmendmentKind.Same,
            AmendmentRule.Judge(Stored, Stored with { Cells = [.. Stored.Cells.Reverse()] }, amend).Kind);

    [Fact]
    public void Other_content_is_refused_with_the_difference()
    {
        var verdict = AmendmentRule.Judge(Stored, More, amend: false);
        Assert.Equal(AmendmentKind.Refused, verdict.Kind);
        Assert.Equal(
            [
                "sweep 'a' is in the ledger with other content; amend it with --amend, or run it under another name",
                "trials 1000 → 2000",
            ],
            verdict.Lines);
    }

    [Fact]
    public void An_amendment_may_raise_trials_add_cells_and_stop_naming_some()
    {
        var verdict = AmendmentRule.Judge(Stored, Other with { Trials = 2000 }, amend: true);
        Assert.Equal(AmendmentKind.Amended, verdict.Kind);
        Assert.Equal(
            [
                "trials 1000 → 2000",
                "1 cell added:",
                $"  {Other.Cells[1]}",
                "1 cell no longer named:",
                $"  {Stored.Cells[0]}",
            ],
            verdict.Lines);
    }

    public static TheoryData<string, string> Forbidden() => new()
    {
        { "study", "an amendment cannot change the study" },
        { "seed", "an amendment cannot change the seed" },
        { "trials", "an amendment cannot lower trials" },
        { "block", "an amendment cannot change the block size, which is part of a block's identity" },
        { "keep", "an amendment cannot change what is kept, since stored blocks have it already" },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void An_amendment_may_not_change_the_rest(string what, string line)
    {
        var asked = what switch
        {
            "study" => Stored with { Study = "xor" },
            "seed" => Stored with { Seed = 2 },
            "trials" => Stored with { Trials = 999 },
            "block" => Stored with { BlockSize = 512 },
            _ => Stored with { Keep = Keep.All },
        };
        var verdict = AmendmentRule.Judge(Stored, asked, amend: true);
        Assert.Equal(AmendmentKind.Refused, verdict.Kind);
        Assert.Equal("sweep 'a' cannot be amended so; run it under another name", verdict.Lines[0]);
        Assert.Equal(line, verdict.Lines[^1]);
        Assert.DoesNotContain("--amend", AmendmentRule.Judge(Stored, asked, amend: false).Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Many_cells_are_told_in_few_lines()
    {
        var many = Reading.Of(Reading.Head("axes:\n  - init_std: {from: 1, to: 9, points: 9}\n")).Sweep!;
        var lines = SweepDifference.Between(Stored, many).Lines();
        Assert.Equal("9 cells added:", lines[0]);
        Assert.Equal("  … and 4 more", lines[6]);
        Assert.Equal("2 cells no longer named:", lines[7]);
    }
}
