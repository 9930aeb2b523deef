namespace Farm.Numerics;

/// <summary>
/// Inputs with a little noise, for a check that does not hang on samples which lie right on a unit's hyperplane: an option
/// of the source's review.
/// </summary>
/// <remarks>The noise is a function of key, trial, stream and position alone.</remarks>
public static class InputJitter
{
    /// <summary>noisy = inputs + σ·normal.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="sigma">σ ≥ 0, in the inputs' unit.</param>
    /// <param name="key">The cell's stream key.</param>
    /// <param name="trial">The trial's index.</param>
    /// <param name="stream">What the draws are for; another at each check.</param>
    /// <param name="noisy">As many numbers; may be the inputs themselves.</param>
    public static void Add(
        ReadOnlySpan<float> inputs, float sigma, ulong key, ulong trial, uint stream, Span<float> noisy)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sigma);
        Span<float> normals = stackalloc float[4 * Lanes128.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (i % 4 == 0)
            {
                var words = Philox.Draw(key, trial, stream, (uint)(i / 4));
                Draw(words.Word0, words.Word1, normals);
                Draw(words.Word2, words.Word3, normals[(2 * Lanes128.Count)..]);
            }

            noisy[i] = MathF.FusedMultiplyAdd(sigma, normals[i % 4 * Lanes128.Count], inputs[i]);
        }
    }

    private static void Draw(uint radius, uint angle, Span<float> normals)
    {
        NormalPair.Of(Lanes128.OfBits(radius), Lanes128.OfBits(angle), out var first, out var second);
        Lanes128.Store(first, ref normals[0]);
        Lanes128.Store(second, ref normals[Lanes128.Count]);
    }
}
