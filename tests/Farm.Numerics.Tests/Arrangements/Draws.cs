namespace Farm.Numerics.Tests.Arrangements;

/// <summary>Random draws for the tests, likelier to be bounded than real ones: v leans to below 0.</summary>
internal static class Draws
{
    /// <summary>A draw of uniform numbers.</summary>
    public static NeuronDraw Of(Random random, int inputs, int units, double lean = 0.4)
    {
        var draw = new NeuronDraw(inputs, units);
        Fill(random, draw, () => 2 * random.NextDouble() - 1, lean);
        return draw;
    }

    /// <summary>Fills a draw with numbers.</summary>
    public static void Fill(Random random, NeuronDraw draw, Func<double> number, double lean)
    {
        for (var unit = 0; unit < draw.Units; unit++)
        {
            for (var input = 0; input < draw.Inputs; input++)
            {
                draw.Weights(input)[unit] = number();
            }

            draw.Offsets[unit] = number();
            var v = number();
            draw.Outer[unit] = random.NextDouble() < lean ? -Math.Abs(v) : v;
        }

        draw.Bias = number();
    }
}
