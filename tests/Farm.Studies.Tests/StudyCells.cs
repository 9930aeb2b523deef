using Farm.Domain;

namespace Farm.Studies.Tests;

/// <summary>Cells of any study, from what differs from its defaults.</summary>
internal static class StudyCells
{
    /// <summary>The cell of these parameters; all others that apply have their default.</summary>
    public static Cell CellWith(this IStudy study, params (string Name, Value Value)[] given)
    {
        var left = given.ToDictionary(g => g.Name, g => g.Value);
        var parameters = new Dictionary<string, Value>();
        foreach (var axis in study.Description.Axes.Where(a => a.Applies(parameters)))
        {
            parameters[axis.Name] = left.Remove(axis.Name, out var value) ? value : axis.Default!.Value;
            Assert.True(axis.Domain.Contains(parameters[axis.Name]), axis.Name);
        }

        Assert.Empty(left);
        return Cell.Create(study.Description.Name, parameters);
    }
}
