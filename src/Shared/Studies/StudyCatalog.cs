using System.Collections.Frozen;
using Farm.Domain;

namespace Farm.Studies;

/// <summary>The studies that a host knows, by name.</summary>
public sealed class StudyCatalog
{
    private readonly FrozenDictionary<string, IStudy> byName;

    /// <summary>A catalog.</summary>
    /// <param name="studies">The studies, no two of one name.</param>
    /// <exception cref="ArgumentException">
    /// Two have one name, one keeps more than <see cref="KeptCodec.MostBits"/> bits of every trial, or one of long trials
    /// does not say so, or has blocks of several.
    /// </exception>
    public StudyCatalog(params IReadOnlyList<IStudy> studies)
    {
        foreach (var odd in studies.Where(s => (s is ILongStudy) != (s.Description.Long is not null)
            || (s is ILongStudy && s.Description.BlockSize != 1)))
        {
            throw new ArgumentException(
                $"Study '{odd.Description.Name}': a study of long trials is an ILongStudy, describes them and has block size 1.",
                nameof(studies));
        }

        foreach (var study in studies.Select(s => s.Description))
        {
            var bits = KeptCodec.BitsOf(study.Measurements);
            if (bits > KeptCodec.MostBits)
            {
                throw new ArgumentException(
                    $"Study '{study.Name}' keeps {bits} bits of every trial; {KeptCodec.MostBits} are the most.", nameof(studies));
            }
        }

        All = studies;
        byName = studies.ToFrozenDictionary(s => s.Description.Name, StringComparer.Ordinal);
    }

    /// <summary>All studies, in the order given.</summary>
    public IReadOnlyList<IStudy> All { get; }

    /// <summary>The study of a name, or null.</summary>
    public IStudy? Find(string name) => byName.GetValueOrDefault(name);
}
