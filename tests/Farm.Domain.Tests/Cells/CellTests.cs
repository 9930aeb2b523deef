using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Farm.Domain.Tests.Cells;

public sealed class CellTests
{
    private static Cell Of(params (string Name, object Value)[] parameters) => Cell.Create(
        "xor",
        parameters.Select(p => KeyValuePair.Create(
            p.Name, p.Value is string word ? Value.Of(word) : Value.Of(Convert.ToDouble(p.Value, CultureInfo.InvariantCulture)))));

    /// <summary>Frozen: a change here orphans every ledger and changes every trial.</summary>
    [Fact]
    public void Keys_ids_and_stream_keys_are_frozen()
    {
        var cell = Of(
            ("model", "relu-pair"), ("slope", 0), ("optimizer", "adam"), ("learning_rate", 0.01), ("beta1", 0.9), ("beta2", 0.99),
            ("adam_epsilon", 1e-8), ("init", "normal"), ("init_std", 0.5), ("max_epochs", 800));
        Assert.Equal(
            "xor;adam_epsilon=1E-08;beta1=0.9;beta2=0.99;init=normal;init_std=0.5;learning_rate=0.01;max_epochs=800;"
                + "model=relu-pair;optimizer=adam;slope=0",
            cell.Key);
        Assert.Equal("f65bf03fcc1d4241ed37597246faaa04d010de65645028cdb8b6b4487b621ee9", cell.Hash);
        Assert.Equal(cell.Hash[..12], cell.Id);
        Assert.Equal(0x14DE9757489E8FCUL, cell.StreamKey(20260101));
        Assert.Equal(0x8D2E9FC06A286124UL, cell.StreamKey(0));
        Assert.Equal(0xC52DF025F3BDD02UL, cell.StreamKey(ulong.MaxValue));
    }

    [Fact]
    public void A_cell_may_have_no_parameters()
    {
        var cell = Cell.Create("xor", []);
        Assert.Equal("xor", cell.Key);
        Assert.Equal("1ad321bd42eb", cell.Id);
        Assert.Equal(cell, Cell.Parse("xor"));
    }

    [Fact]
    public void Order_of_parameters_and_the_sign_of_zero_make_no_other_cell()
    {
        Assert.Equal(Of(("a", 0.0), ("B", 1)), Of(("B", 1), ("a", -0.0)));
        Assert.Equal("xor;B=1;a=0", Of(("a", -0.0), ("B", 1)).Key);
    }

    /// <summary>As the runtime writes them: were a newer one to write others, this fails before a ledger is orphaned.</summary>
    [Fact]
    public void Numbers_are_written_shortest() =>
        Assert.Equal(
            "xor;a=0.1;b=100000;c=1E-05;d=10000000000000000;dd=1E+17;e=0.30000000000000004;f=5E-324;g=1.7976931348623157E+308;h=-2.5;i=0.0001",
            Of(("a", 0.1), ("b", 1e5), ("c", 1e-5), ("d", 1e16), ("dd", 1e17), ("e", 0.1 + 0.2), ("f", double.Epsilon), ("g", double.MaxValue),
                ("h", -2.5), ("i", 1e-4)).Key);

    [Theory]
    [InlineData("xor;")]
    [InlineData("xor;a")]
    [InlineData("xor;=1")]
    [InlineData("xor;a=")]
    [InlineData("xor;b=1;a=1")]
    [InlineData("xor;a=1;a=1")]
    [InlineData("xor;a=1.0")]
    [InlineData("xor;a=-0")]
    [InlineData("xor;a=0.10")]
    [InlineData("xor;a=1;")]
    [InlineData("xor;a=b=c")]
    [InlineData("")]
    [InlineData("a=b;c=1")]
    public void What_is_not_canonical_is_no_key(string text) => Assert.Throws<FormatException>(() => Cell.Parse(text));

    [Fact]
    public void What_a_key_cannot_hold_is_misuse()
    {
        Assert.Throws<ArgumentException>(() => Of(("a", 1), ("a", 2)));
        Assert.Throws<ArgumentException>(() => Of(("a;b", 1)));
        Assert.Throws<ArgumentException>(() => Of(("", 1)));
        Assert.Throws<ArgumentException>(() => Of(("a", "b=c")));
        Assert.Throws<ArgumentException>(() => Cell.Create("x;y", []));
    }

    [Fact]
    public void A_key_reads_back_to_its_cell()
    {
        var words = Gen.Elements("normal", "relu-pair", "2-3-1", "a b", "é", "NaN", "e5", "x1").Select(Value.Of);
        var numbers = ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite).Select(Value.Of);
        var names = Gen.Elements("a", "b", "A", "init_std", "learning_rate", "z9", "_");
        var parameters = from name in names from value in Gen.OneOf(words, numbers) select KeyValuePair.Create(name, value);
        var cells = parameters.ListOf().Select(list => Cell.Create("xor", list.DistinctBy(p => p.Key)));
        Prop.ForAll(cells.ToArbitrary(), cell =>
        {
            var back = Cell.Parse(cell.Key);
            return back.Equals(cell) && back.Hash == cell.Hash && back.StreamKey(1) == cell.StreamKey(1)
                && back.Parameters.Count == cell.Parameters.Count
                && cell.Parameters.All(p => back.Parameters[p.Key] == p.Value);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Neighbouring_cells_and_seeds_have_other_stream_keys()
    {
        var keys = new HashSet<ulong>();
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(keys.Add(Of(("a", i)).StreamKey(1)));
            Assert.True(keys.Add(Of(("a", 0)).StreamKey((ulong)i + 2)));
        }
    }
}
