namespace Farm.Coordinator.Results;

/// <summary>Named columns and rows of fields, as csv, json and people read them.</summary>
/// <param name="Columns">Column names, each once.</param>
/// <param name="Rows">Rows of as many fields.</param>
public sealed record FieldTable(IReadOnlyList<string> Columns, IReadOnlyList<Field[]> Rows);
