using Farm.Domain;
using Farm.Testing;
using Farm.Transport.Akka.Coordinators;
using Farm.Transport.Akka.Nodes;
using Xunit.Abstractions;

namespace Farm.Transport.Tests.Akka;

public sealed class IntakeTests(ITestOutputHelper output)
{
    [Fact]
    public void What_comes_late_twice_and_out_of_order_is_taken_once()
    {
        var random = new Random(Seeds.New(output));
        var intake = new NumberedIntake();
        var numbers = Enumerable.Range(1, 500).Concat(Enumerable.Range(1, 500)).ToArray();
        random.Shuffle(numbers);
        var taken = numbers.Where(n => intake.Take(n)).ToArray();

        Assert.Equal(Enumerable.Range(1, 500), taken.Order());
        Assert.Equal(500, intake.Taken);
    }

    [Fact]
    public void A_gap_is_remembered_until_it_is_filled_and_what_is_absurd_is_not()
    {
        var intake = new NumberedIntake();
        Assert.True(intake.Take(2));
        Assert.Equal(0, intake.Taken);
        Assert.False(intake.Take(long.MaxValue));
        Assert.False(intake.Take(0));
        Assert.True(intake.Take(1));
        Assert.Equal(2, intake.Taken);
    }

    [Fact]
    public void Kept_reports_come_back_oldest_first_and_the_oldest_give_way_when_there_are_too_many()
    {
        var kept = new KeptReports();
        var body = new byte[KeptReports.BytesAtMost / 4];
        var ledger = Guid.NewGuid();
        Assert.Empty(kept.Add(ReportOf(3)));
        Assert.Empty(kept.Add(ReportOf(1)));
        Assert.Empty(kept.Add(ReportOf(2)));
        Assert.Empty(kept.Add(ReportOf(4)));
        Assert.Equal([1], kept.Add(ReportOf(5)).Select(r => r.Number));
        Assert.Empty(kept.TakeAll(Guid.NewGuid()));
        Assert.Equal([2, 3, 4, 5], kept.TakeAll(ledger).Select(r => r.Number));
        Assert.Empty(kept.TakeAll(ledger));

        PendingReport ReportOf(long number) => new(number, ledger, new ShardId(1, number), [], body);
    }
}
