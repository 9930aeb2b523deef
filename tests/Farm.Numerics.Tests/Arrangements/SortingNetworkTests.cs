namespace Farm.Numerics.Tests.Arrangements;

public sealed class SortingNetworkTests
{
    [Fact]
    public void All_rows_of_zeros_and_ones_are_sorted_and_so_all_rows()
    {
        // Knuth's principle: a network that sorts all of these sorts anything.
        for (var rows = 0; rows <= 14; rows++)
        {
            var exchanges = SortingNetwork.Exchanges(rows);
            for (var bits = 0; bits < 1 << rows; bits++)
            {
                var numbers = Enumerable.Range(0, rows).Select(i => (double)(bits >> i & 1)).ToArray();
                Assert.Equal(numbers.Order(), Sorted(numbers, exchanges));
            }
        }
    }

    [Fact]
    public void Longer_rows_are_sorted_too()
    {
        var random = new Random(31);
        foreach (var rows in new[] { 23, 31, 32, 33, 47, 64, 65, 100, 257 })
        {
            var exchanges = SortingNetwork.Exchanges(rows);
            for (var i = 0; i < 20; i++)
            {
                var numbers = Enumerable.Range(0, rows).Select(_ => Math.Round(random.NextDouble(), 2)).ToArray();
                Assert.Equal(numbers.Order(), Sorted(numbers, exchanges));
            }
        }
    }

    private static double[] Sorted(double[] numbers, int[] exchanges)
    {
        double[] rows = [.. numbers];
        for (var i = 0; i < exchanges.Length; i += 2)
        {
            var (first, second) = (exchanges[i], exchanges[i + 1]);
            (rows[first], rows[second]) = (Math.Min(rows[first], rows[second]), Math.Max(rows[first], rows[second]));
        }

        return rows;
    }
}
