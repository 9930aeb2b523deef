namespace Farm.Numerics;

/// <summary>Compare-exchanges that sort any n rows of lanes, every lane by itself.</summary>
/// <remarks>
/// Batcher's merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M): n·log₂²n/4 exchanges, about, in an
/// order that no number changes, so that lanes never part.
/// </remarks>
public static class SortingNetwork
{
    /// <summary>The exchanges in order: rows first·second, then the next two; the smaller goes to the first.</summary>
    /// <param name="rows">n, at least 0.</param>
    public static int[] Exchanges(int rows)
    {
        var exchanges = new List<int>();
        var top = 1;
        while (top < rows)
        {
            top *= 2;
        }

        for (var p = top / 2; p > 0; p /= 2)
        {
            var (q, r, d) = (top / 2, 0, p);
            while (true)
            {
                for (var i = 0; i < rows - d; i++)
                {
                    if ((i & p) == r)
                    {
                        exchanges.Add(i);
                        exchanges.Add(i + d);
                    }
                }

                if (q == p)
                {
                    break;
                }

                (d, q, r) = (q - p, q / 2, p);
            }
        }

        return [.. exchanges];
    }
}
