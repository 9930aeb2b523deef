namespace Farm.Coordinator.Sweeps;

/// <summary>Applies the command line's changes to a draft.</summary>
internal sealed class OverrideBinder(SweepErrors errors)
{
    /// <summary>Applies them; their errors name the option.</summary>
    public void Apply(SweepOverrides overrides, SweepDraft draft)
    {
        if (overrides.Seed is { } seed)
        {
            draft.Seed = Whole("--seed", seed, 0, ulong.MaxValue, SweepBinder.SeedExpectation);
        }

        if (overrides.Trials is { } trials)
        {
            draft.TrialsAt.Add(Origin.Of($"--trials {trials}"));
            draft.Trials = (long?)Whole("--trials", trials, 1, SweepBinder.MostTrials, SweepBinder.TrialsExpectation);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in overrides.Set)
        {
            if (Axis(text) is { } axis)
            {
                if (!seen.Add(axis.Name))
                {
                    errors.Add(axis.At, $"'{axis.Name}' is set twice", $"one --set with all its values: --set {axis.Name}=v,v");
                    continue;
                }

                Replace(draft, axis);
            }
        }
    }

    private ulong? Whole(string option, string text, ulong least, ulong most, string expected)
    {
        if (ScalarReader.ReadWhole(text, most) is { } number && number >= least)
        {
            return number;
        }

        errors.Add(Origin.Of($"{option} {text}"), $"'{text}' does not fit", expected);
        return null;
    }

    private DraftAxis? Axis(string text)
    {
        var at = Origin.Of($"--set {text}");
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1)
        {
            errors.Add(at, $"'{text}' sets nothing", "--set axis=value,value");
            return null;
        }

        var name = text[..equals];
        if (name is "trials" or "seed")
        {
            errors.Add(at, $"'{name}' is no parameter of the study", $"--{name} {text[(equals + 1)..]}");
            return null;
        }

        var values = text[(equals + 1)..].Split(',')
            .Select(v => ScalarReader.Read(new ScalarNode(at, v, IsPlain: true), name, errors))
            .OfType<Domain.Value>()
            .Select(v => new DraftValue(v, at));
        return new DraftAxis(name, at, [.. values]);
    }

    /// <summary>
    /// Wherever the file gives the axis it gets the new values; where nothing does, every cell has it.
    /// </summary>
    private static void Replace(SweepDraft draft, DraftAxis axis)
    {
        var found = false;
        foreach (var axes in draft.Items.Select(i => i.Axes).Prepend(draft.Fixed))
        {
            for (var i = 0; i < axes.Count; i++)
            {
                if (axes[i].Name == axis.Name)
                {
                    axes[i] = axis;
                    found = true;
                }
            }
        }

        if (!found)
        {
            draft.Fixed.Add(axis);
        }
    }
}
