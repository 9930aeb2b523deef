using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Verbs;

/// <summary>Verbs that compute stored trials again, on a host that lacks their data: that is no disagreement.</summary>
public sealed class MissingDataTests : IDisposable
{
    private readonly CoinFarm farm = new();

    public void Dispose() => farm.Dispose();

    [Theory]
    [InlineData("rerun", "--cell", "side=heads,bias=0.5", "--trial", "3")]
    [InlineData("audit", "--fraction", "1")]
    [InlineData("trials", "--cell", "side=heads,bias=0.5")]
    public void What_cannot_be_computed_here_is_told_and_called_neither_wrong_nor_a_mismatch(string verb, params string[] args)
    {
        Assert.Equal(ExitCode.Good, farm.RunSweep().Code);
        Assert.Equal(ExitCode.Good, farm.Run(verb, args).Code);

        var answer = farm.RunWith(new CoinsElsewhere(), verb, args);

        Assert.Equal((ExitCode.BadInput, "", "farm: No coins here.\n"), (answer.Code, answer.Output, answer.Error));
    }

    private sealed class CoinsElsewhere : IStudy
    {
        public StudyDescription Description { get; } = new CoinStudy().Description;

        public IEnumerable<CellRefusal> Refuse(Cell cell) => [];

        public ITrialRunner CreateRunner(LaneWidth width) => new Runner();

        private sealed class Runner : ITrialRunner
        {
            public void Run(Cell cell, ulong seed, TrialColumns columns) => throw new MissingDataException("No coins here.");
        }
    }
}
