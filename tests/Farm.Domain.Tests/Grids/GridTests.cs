namespace Farm.Domain.Tests.Grids;

public sealed class GridTests
{
    private static readonly StudyDescription Study = new(
        "toy", 1, 1, "How grids expand.", 8,
        [
            new Axis("kind", new WordDomain("plain", "wide", "deep"), Value.Of("plain"), "Which."),
            new Axis("rate", new NumberDomain(0, 1), Value.Of(0.1), "How fast."),
            new Axis("width", new IntegerDomain(1, 9), null, "How wide.") { AppliesWhen = [new AxisCondition("kind", "wide", "deep")] },
            new Axis("tilt", new NumberDomain(0, 1), Value.Of(0.5), "How tilted.")
            {
                AppliesWhen = [new AxisCondition("kind", "wide"), new AxisCondition("mode", "on")],
            },
            new Axis("mode", new WordDomain("off", "on"), Value.Of("off"), "Later.") { IsLater = true },
            new Axis("depth", new NumberDomain(1, 9), Value.Of(2), "Later, where on.")
            {
                IsLater = true, AppliesWhen = [new AxisCondition("mode", "on")],
            },
        ],
        []);

    private static AxisValues Axis(string name, params object[] values) =>
        new(name, [.. values.Select(v => v is string word ? Value.Of(word) : Value.Of(Convert.ToDouble(v, null)))]);

    private static GridExpansion Expand(AxisValues[] givenFixed, params AxisValues[][] items) =>
        Grid.Expand(Study, new GridSpec(givenFixed, [.. items.Select(i => new GridItem(i))]));

    private static string[] Keys(GridExpansion expansion)
    {
        Assert.Empty(expansion.Errors);
        return [.. expansion.Cells.Select(c => c.Cell.Key)];
    }

    [Fact]
    public void Without_items_there_is_one_cell_of_defaults() =>
        Assert.Equal(["toy;kind=plain;rate=0.1"], Keys(Expand([])));

    [Fact]
    public void Items_are_joined_and_each_is_a_product_with_the_last_axis_fastest() =>
        Assert.Equal(
            [
                "toy;kind=plain;rate=0.2", "toy;kind=plain;rate=0.3",
                "toy;kind=wide;rate=0.1;width=1", "toy;kind=wide;rate=0.1;width=2",
                "toy;kind=deep;rate=0.1;width=1", "toy;kind=deep;rate=0.1;width=2",
            ],
            Keys(Expand([], [Axis("rate", 0.2, 0.3)], [Axis("kind", "wide", "deep"), Axis("width", 1, 2)])));

    [Fact]
    public void Later_parameters_are_written_only_where_they_differ_from_their_default() =>
        Assert.Equal(
            [
                "toy;kind=plain;rate=0.1",
                "toy;kind=plain;mode=on;rate=0.1",
                "toy;depth=3;kind=plain;mode=on;rate=0.1",
            ],
            Keys(Expand([], [Axis("mode", "off", "on")], [Axis("mode", "on"), Axis("depth", 2, 3)])));

    [Fact]
    public void A_cell_named_again_is_merged_at_its_first_place()
    {
        var expansion = Expand([], [Axis("rate", 0.1, 0.2)], [Axis("rate", 0.2, 0.3)], [Axis("kind", "plain")]);
        Assert.Equal(["toy;kind=plain;rate=0.1", "toy;kind=plain;rate=0.2", "toy;kind=plain;rate=0.3"], Keys(expansion));
        Assert.Equal((2L, 1), (expansion.Merged, expansion.Cells[2].Item));
    }

    [Fact]
    public void Fixed_values_belong_to_every_item() =>
        Assert.Equal(
            ["toy;kind=wide;rate=0.7;width=3", "toy;kind=deep;rate=0.7;width=3"],
            Keys(Expand([Axis("rate", 0.7), Axis("width", 3)], [Axis("kind", "wide")], [Axis("kind", "deep")])));

    [Fact]
    public void Every_error_has_its_place()
    {
        var errors = Expand(
            [Axis("rate", 2)],
            [Axis("kind", "wide", "wild"), Axis("widht", 1)],
            [Axis("kind", "plain"), Axis("width", 1)],
            [Axis("rate", 0.5)]).Errors;
        Assert.Equal(
            [
                new GridError(new(-1, "rate", 0), "'rate' cannot be 2", "a number from 0 to 1"),
                new GridError(new(0, "kind", 1), "'kind' cannot be 'wild'", "one of plain, wide, deep"),
                new GridError(
                    new(0, "widht"), "study 'toy' has no parameter 'widht'", "one of kind, rate, width, tilt, mode, depth", "width"),
                new GridError(new(2, "rate"), "'rate' is given under 'fixed' too", "it in one place only"),
                new GridError(
                    new(0), "there is no 'width', which is needed when kind is wide or deep", "a whole number from 1 to 9"),
                new GridError(
                    new(1, "width"), "'width' does not apply when kind is plain", "it only where kind is wide or deep"),
            ],
            errors);
    }

    [Fact]
    public void What_depends_on_an_unknown_value_is_not_blamed()
    {
        var error = Assert.Single(Expand([], [Axis("kind", "wild"), Axis("width", 1)]).Errors);
        Assert.Equal(new GridPlace(0, "kind", 0), error.Place);
    }

    [Fact]
    public void A_grid_of_too_many_cells_is_not_expanded()
    {
        AxisValues[] item = [Axis("rate", [.. Enumerable.Range(0, 1000).Select(i => (object)(i / 1000.0))]), Axis("kind", "plain", "wide", "deep")];
        var expansion = Expand([], [.. Enumerable.Repeat(item, 34)]);
        var error = Assert.Single(expansion.Errors);
        Assert.Equal(("the sweep has 102,000 cells up to and with this item", "at most 100,000 cells"), (error.What, error.Expected));
        Assert.Equal(new GridPlace(33), error.Place);
        Assert.Empty(expansion.Cells);
    }
}
