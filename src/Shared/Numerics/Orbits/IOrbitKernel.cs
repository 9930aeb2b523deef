namespace Farm.Numerics;

/// <summary>Iterates <see cref="Lanes"/> orbits of one problem at once, an orbit a lane.</summary>
/// <remarks>
/// States are rows of <see cref="Lanes"/> numbers, a row a parameter. No lane looks at another, and every operation is IEEE
/// exact or a deliberate fused multiply-add, so that an orbit's bits depend neither on the SIMD width nor on its neighbours.
/// </remarks>
public interface IOrbitKernel
{
    /// <summary>Orbits that are iterated at once, whatever the width.</summary>
    const int Lanes = 32;

    /// <summary>Steps with tangents are counted in multiples of this.</summary>
    const int Stride = 16;

    /// <summary>Lyapunov exponents that are followed; 0 for none.</summary>
    int Exponents { get; }

    /// <summary>Goes on by a number of steps.</summary>
    void Advance(Span<double> states, int steps);

    /// <summary>Tangents begin anew, in directions that no symmetry of the data prefers.</summary>
    void Begin();

    /// <summary>Goes on by a number of steps, and the tangents with it.</summary>
    /// <param name="states">The states.</param>
    /// <param name="steps">A multiple of <see cref="Stride"/>.</param>
    /// <param name="growth">
    /// Adds ln|r_kk| of the steps' QR factors to these rows, a row an exponent; −∞ where the Jacobian's product is singular.
    /// </param>
    void Advance(Span<double> states, int steps, Span<double> growth);
}
