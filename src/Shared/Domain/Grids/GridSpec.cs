namespace Farm.Domain;

/// <summary>A grid as a sweep writes it: values that every cell has, and items whose cells are joined.</summary>
/// <param name="Fixed">Axes of every cell; more than one value makes each item's product with them.</param>
/// <param name="Items">The items, in order; none is one cell of the fixed values and defaults.</param>
public sealed record GridSpec(IReadOnlyList<AxisValues> Fixed, IReadOnlyList<GridItem> Items);

/// <summary>The product of a few axes.</summary>
public sealed record GridItem(IReadOnlyList<AxisValues> Axes);

/// <summary>One axis with its values, in order.</summary>
public sealed record AxisValues(string Axis, IReadOnlyList<Value> Values);

/// <summary>A place in a grid that an error is about.</summary>
/// <param name="Item">Index of the item; <see cref="FixedItem"/> for the fixed values.</param>
/// <param name="Axis">The axis; null for the item itself.</param>
/// <param name="Index">Index of its value; null for the axis itself.</param>
public readonly record struct GridPlace(int Item, string? Axis = null, int? Index = null)
{
    /// <summary>Stands for the fixed values instead of an item.</summary>
    public const int FixedItem = -1;
}

/// <summary>One thing that is wrong with a grid.</summary>
/// <param name="Place">Where.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Expected">What would be right; null when that is said already.</param>
/// <param name="Nearest">The valid name that was probably meant.</param>
public sealed record GridError(GridPlace Place, string What, string? Expected = null, string? Nearest = null);

/// <summary>A cell and the item that names it first.</summary>
public readonly record struct GridCell(Cell Cell, int Item);

/// <summary>A grid's cells or, when there are errors, as many of them as could be made out.</summary>
/// <param name="Cells">The cells, each once, in the grid's order.</param>
/// <param name="Merged">Cells that a later item named again: they were merged.</param>
/// <param name="Errors">Everything that is wrong.</param>
public sealed record GridExpansion(IReadOnlyList<GridCell> Cells, long Merged, IReadOnlyList<GridError> Errors);
