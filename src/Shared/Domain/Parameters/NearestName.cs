namespace Farm.Domain;

/// <summary>Finds the name that was probably meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The valid name with the fewest edits (insertions, deletions, replacements, swaps of neighbours; case aside), or
    /// null when every one is farther than a third of its letters, at least one.
    /// </summary>
    /// <param name="written">What the user wrote.</param>
    /// <param name="valid">The names that there are; the first of equally near ones is taken.</param>
    public static string? Of(string written, IEnumerable<string> valid)
    {
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var name in valid)
        {
            var edits = Edits(written.ToLowerInvariant(), name.ToLowerInvariant());
            if (edits < least && edits <= Math.Max(1, Math.Max(name.Length, written.Length) / 3))
            {
                (nearest, least) = (name, edits);
            }
        }

        return nearest;
    }

    /// <summary>Optimal string alignment distance: the restricted Damerau–Levenshtein distance.</summary>
    /// <remarks>Names are short; a text longer than 64 is as far away as its length.</remarks>
    private static int Edits(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64)
        {
            return Math.Max(a.Length, b.Length);
        }

        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replace, 1 + Math.Min(d[i - 1, j], d[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
