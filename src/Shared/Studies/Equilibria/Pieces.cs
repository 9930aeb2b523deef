using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>Which signs pre-activations that are 0 can take next to a point, all at once. Remembers its answers; one thread.</summary>
/// <param name="loss">The loss whose pre-activations they are.</param>
internal sealed class Pieces(PiecewiseLoss loss)
{
    private readonly Dictionary<string, IReadOnlyList<int[]>> known = [];

    /// <summary>
    /// The sign vectors, without zeros, whose open cone σₖ·zₖ(d) > 0 holds some direction d; a sign for each of the
    /// pre-activations, in their order. One empty vector for none.
    /// </summary>
    public IReadOnlyList<int[]> Around(IReadOnlyList<int> zeros)
    {
        var key = string.Join(',', zeros);
        if (!known.TryGetValue(key, out var signs))
        {
            known[key] = signs = zeros.Count == 0 ? [[]] : Extended(zeros);
        }

        return signs;
    }

    /// <summary>Half-space after half-space: a vector that cannot hold has no extension that can.</summary>
    private List<int[]> Extended(IReadOnlyList<int> zeros)
    {
        List<int[]> signs = [];
        foreach (var shorter in Around([.. zeros.Take(zeros.Count - 1)]))
        {
            foreach (var sign in (ReadOnlySpan<int>)[-1, 1])
            {
                int[] longer = [.. shorter, sign];
                var rows = longer.Select((s, k) => RationalVectors.Times(s, loss.RowOf(zeros[k])));
                if (Cones.HasInterior(loss.Parameters, rows))
                {
                    signs.Add(longer);
                }
            }
        }

        return signs;
    }
}
