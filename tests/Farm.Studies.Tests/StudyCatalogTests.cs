using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Tests;

public sealed class StudyCatalogTests
{
    [Fact]
    public void A_study_may_keep_64_bits_of_every_trial() =>
        Assert.NotNull(new StudyCatalog(new Keeping(32, 32)).Find("keeping"));

    [Fact]
    public void A_study_that_keeps_more_is_misuse() => Assert.Contains(
        "keeps 65 bits", Assert.Throws<ArgumentException>(() => new StudyCatalog(new Keeping(32, 33))).Message);

    [Fact]
    public void Two_studies_of_one_name_are_misuse() =>
        Assert.Throws<ArgumentException>(() => new StudyCatalog(new Keeping(), new Keeping()));

    private sealed class Keeping(params int[] bits) : IStudy
    {
        public StudyDescription Description { get; } = new(
            "keeping",
            Revision: 1,
            ColumnVersion: 1,
            "How much is kept?",
            BlockSize: 1,
            Axes: [],
            [.. bits.Select((b, i) => new Measurement($"m{i}", ColumnType.Count, "a number") { KeptBits = b })]);

        public IEnumerable<CellRefusal> Refuse(Cell cell) => [];

        public ITrialRunner CreateRunner(LaneWidth width) => throw new NotSupportedException();
    }
}
