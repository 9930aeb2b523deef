using Farm.Domain;
using Farm.Studies;

namespace Farm.Coordinator.Sweeps;

/// <summary>Reads sweeps, strictly: a sweep, or every error in it at once. Nothing is started.</summary>
public static class SweepReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; its name stands in errors as it is given here.</param>
    /// <param name="overrides">What the command line changes.</param>
    /// <param name="studies">The studies that there are.</param>
    /// <returns>Also for a file that cannot be opened: an error like any other.</returns>
    public static SweepReading ReadFile(string path, SweepOverrides overrides, StudyCatalog studies)
    {
        var errors = new SweepErrors(path);
        return Read(SweepText.Load(path, errors), errors, overrides, studies);
    }

    /// <summary>Reads bytes, as a file holds them.</summary>
    /// <inheritdoc cref="ReadFile"/>
    public static SweepReading ReadBytes(
        ReadOnlySpan<byte> bytes, string path, SweepOverrides overrides, StudyCatalog studies)
    {
        var errors = new SweepErrors(path);
        return Read(SweepText.Decode(bytes, errors), errors, overrides, studies);
    }

    private static SweepReading Read(string? text, SweepErrors errors, SweepOverrides overrides, StudyCatalog studies)
    {
        var source = $"{text}{(text is null or [.., '\n'] ? "" : "\n")}{overrides.AsComments()}";
        if (text is null || !SweepText.IsClean(text, errors) || SweepTree.Read(text, errors) is not { } root
            || new SweepBinder(errors).Bind(root, overrides) is not { } draft)
        {
            return SweepReading.Bad(source, errors.Sorted());
        }

        new OverrideBinder(errors).Apply(overrides, draft);
        var study = FindStudy(draft, errors, studies);
        CheckTrials(draft, study, errors);
        var expansion = study is null ? null : new GridBinder(draft, errors).Expand(study);
        return errors.IsEmpty && study is not null && expansion is not null
            ? SweepReading.Good(SweepOf(draft, study, expansion), study, source, expansion.Merged)
            : SweepReading.Bad(source, errors.Sorted());
    }

    private static IStudy? FindStudy(SweepDraft draft, SweepErrors errors, StudyCatalog studies)
    {
        if (draft.Study is not { } named)
        {
            return null;
        }

        var names = studies.All.Select(s => s.Description.Name).ToArray();
        if (studies.Find(named.Name) is { } study)
        {
            if (study.Description.Long is not null && draft.BlockSize is not (null or 1))
            {
                errors.Add(
                    named.At,
                    $"study '{named.Name}' has long trials, each of them a block of its own, and 'block' is {draft.BlockSize}",
                    "no 'block'");
            }

            return study;
        }

        errors.Add(
            named.At,
            $"there is no study '{named.Name}'",
            $"one of {string.Join(", ", names)}",
            NearestName.Of(named.Name, names));
        return null;
    }

    /// <summary>
    /// A sweep says how many trials its cells have, unless its study enumerates them: then it must not. Of an unknown
    /// study nobody can tell, so nothing is said.
    /// </summary>
    private static void CheckTrials(SweepDraft draft, IStudy? study, SweepErrors errors)
    {
        if (study is { Description.Enumerated: not null })
        {
            foreach (var at in draft.TrialsAt)
            {
                errors.Add(
                    at,
                    $"study '{study.Description.Name}' enumerates its trials: their number follows from each cell's parameters",
                    "no number of trials");
            }
        }
        else if (draft.TrialsAt.Count == 0 && (study is not null || draft.Study is null))
        {
            errors.Add(draft.At, "there is no 'trials'", SweepBinder.TrialsExpectation);
        }
    }

    private static Sweep SweepOf(SweepDraft draft, IStudy study, GridExpansion expansion)
    {
        var (known, cells) = (study.Description, expansion.Cells.Select(c => c.Cell).ToArray());
        return new Sweep(
            draft.Name!,
            known.Name,
            draft.Seed!.Value,
            known.Enumerated is null ? draft.Trials!.Value : 0,
            draft.BlockSize ?? known.BlockSize,
            draft.Keep,
            cells)
        {
            Implied = known.Enumerated is { } lattice ? cells.ToDictionary(c => c, c => lattice(c).Points) : null,
        };
    }
}
