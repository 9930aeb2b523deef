namespace Farm.Coordinator.Sweeps;

/// <summary>Where something in a sweep was written: a place in the file, or an option of the command line.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Option">The option, such as <c>--set init=live</c>; null for a place in the file.</param>
internal readonly record struct Origin(int Line, int Column, string? Option = null)
{
    /// <summary>An option.</summary>
    public static Origin Of(string option) => new(int.MaxValue, 0, option);

    /// <summary>The place as it stands in an error.</summary>
    public string In(string fileName) => Option ?? FormattableString.Invariant($"{fileName}:{Line}:{Column}");
}
