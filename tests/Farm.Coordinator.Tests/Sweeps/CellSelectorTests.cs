using Farm.Coordinator.Sweeps;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Sweeps;

public sealed class CellSelectorTests
{
    private static readonly IReadOnlyList<Cell> Cells = Reading.Of(Reading.Head(
        "axes:\n  - {init: [normal, live], init_std: [0.5, 1]}\n  - {init: [margin], margin: [0.1, 0.2, 0.3]}\n  - healing: [noise]\n"))
        .Sweep!.Cells;

    [Fact]
    public void A_unique_prefix_of_the_id_selects()
    {
        foreach (var cell in Cells)
        {
            Assert.Equal(cell, CellSelector.Select(cell.Id, Cells).Cell);
            Assert.Equal(cell, CellSelector.Select(cell.Hash.ToUpperInvariant(), Cells).Cell);
        }
    }

    [Fact]
    public void Parameters_select()
    {
        Assert.Equal(Cells[3], CellSelector.Select("init=live,init_std=1", Cells).Cell);
        Assert.Equal(Cells[5], CellSelector.Select("margin=2e-1", Cells).Cell);
    }

    [Fact]
    public void The_default_of_a_later_parameter_selects_cells_that_do_not_name_it()
    {
        var description = new MeshStudy().Description;
        Assert.Equal(Cells[0], CellSelector.Select("healing=off,init=normal,init_std=0.5", Cells, description).Cell);
        Assert.Equal(Cells[7], CellSelector.Select("healing=noise", Cells, description).Cell);
    }

    [Fact]
    public void An_ambiguous_selection_lists_a_few_candidates_by_what_differs()
    {
        var error = CellSelector.Select("init=live", Cells).Error;
        Assert.Equal(
            $"'init=live' fits 2 of 8 cells: {Cells[2].Id} (init_std=0.5); {Cells[3].Id} (init_std=1)", error);
        Assert.EndsWith("; …", CellSelector.Select("model=relu-pair", Cells).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("init=lve", "no cell has init=lve; there are normal, live, margin; did you mean 'live'?")]
    [InlineData("init=live,init_std=0.7", "no cell has init_std=0.7 beside the rest; there are 0.5, 1")]
    [InlineData("margn=0.1", "no cell has a parameter 'margn'; expected one of beta1, healing, init, init_std, learning_rate, margin, margin_kind, max_epochs, model, optimizer; did you mean 'margin'?")]
    [InlineData("init=", "'init=' in 'init=' selects nothing; expected name=value,name=value")]
    [InlineData("init=live,", "'' in 'init=live,' selects nothing; expected name=value,name=value")]
    public void What_fits_no_cell_is_told(string text, string error)
    {
        var selection = CellSelector.Select(text, Cells);
        Assert.False(selection.IsGood);
        Assert.Equal(error, selection.Error);
    }

    [Fact]
    public void What_is_neither_id_nor_selection_is_told()
    {
        Assert.Equal(
            $"'live' is no cell; expected the first digits of its id, such as {Cells[0].Id}, or parameters such as beta1=0.9,init=normal",
            CellSelector.Select("live", Cells).Error);
        Assert.StartsWith(
            "no cell's id starts with 'ffffffffffff1'", CellSelector.Select("ffffffffffff1", Cells).Error, StringComparison.Ordinal);
        Assert.Equal("'ab' names no cell: there are none", CellSelector.Select("ab", []).Error);
    }
}
