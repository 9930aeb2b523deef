namespace Farm.Domain;

/// <summary>A file of the user's data.</summary>
/// <param name="Path">Its path below the folder, with slashes.</param>
/// <param name="Open">Opens it.</param>
public readonly record struct DataFile(string Path, Func<Stream> Open);
