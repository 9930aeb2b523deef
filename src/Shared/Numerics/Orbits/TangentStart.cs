namespace Farm.Numerics;

/// <summary>Directions in which tangents begin: no coordinate, sum or difference of coordinates that a symmetry might keep.</summary>
internal static class TangentStart
{
    /// <summary>Fills rows of lanes, a row a coordinate of a tangent, tangents one after another; all lanes alike.</summary>
    /// <remarks>Parts of multiples of √2 and √3 less ½: independent for all orders that there are, as a test finds.</remarks>
    public static void Fill(Span<double> rows, int tangents, int parameters)
    {
        for (var k = 0; k < tangents * parameters; k++)
        {
            var (tangent, coordinate) = (k / parameters, k % parameters);
            var place = (tangent + 1) * 1.4142135623730951 + (coordinate + 1) * (tangent + 2) * 1.7320508075688772;
            rows.Slice(k * IOrbitKernel.Lanes, IOrbitKernel.Lanes).Fill(place - Math.Floor(place) - 0.5);
        }
    }
}
