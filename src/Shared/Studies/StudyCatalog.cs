using System.Collections.Frozen;

namespace Farm.Studies;

/// <summary>The studies that a host knows, by name.</summary>
public sealed class StudyCatalog(params IReadOnlyList<IStudy> studies)
{
    private readonly FrozenDictionary<string, IStudy> byName =
        studies.ToFrozenDictionary(s => s.Description.Name, StringComparer.Ordinal);

    /// <summary>All studies, in the order given.</summary>
    public IReadOnlyList<IStudy> All { get; } = studies;

    /// <summary>The study of a name, or null.</summary>
    public IStudy? Find(string name) => byName.GetValueOrDefault(name);
}
