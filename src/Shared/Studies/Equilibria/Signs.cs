namespace Farm.Studies.Equilibria;

/// <summary>The signs of all pre-activations, as a number: digits 0, 1, 2 to the base of three stand for −, 0, +.</summary>
internal static class Signs
{
    /// <summary>How many vectors of signs there are.</summary>
    public static long Count(int activations)
    {
        var count = 1L;
        for (var k = 0; k < activations; k++)
        {
            count *= 3;
        }

        return count;
    }

    /// <summary>The signs, −1, 0 or 1, of a number; pre-activation 0 is its last digit.</summary>
    public static int[] Of(long number, int activations)
    {
        var signs = new int[activations];
        for (var k = 0; k < activations; k++)
        {
            (number, var digit) = Math.DivRem(number, 3);
            signs[k] = (int)digit - 1;
        }

        return signs;
    }

    /// <summary>The number of signs.</summary>
    public static long NumberOf(ReadOnlySpan<int> signs)
    {
        var number = 0L;
        for (var k = signs.Length - 1; k >= 0; k--)
        {
            number = number * 3 + signs[k] + 1;
        }

        return number;
    }
}
