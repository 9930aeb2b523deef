using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Health;

public sealed class UnitTopsTests(ITestOutputHelper output)
{
    [Fact]
    public void Each_unit_has_its_highest_number()
    {
        var random = new Random(Seeds.New(output));
        for (var round = 0; round < 100; round++)
        {
            var z = new Matrix(random.Next(1, 40), random.Next(1, 60));
            var samples = random.Next(1, z.Rows + 1);
            for (var row = 0; row < z.Rows; row++)
            {
                foreach (ref var number in z.Row(row))
                {
                    number = (float)Eigenvalues.Samples.Normal(random);
                }
            }

            var tops = new float[z.Columns];
            UnitTops.Fill(z, samples, tops);
            for (var unit = 0; unit < tops.Length; unit++)
            {
                Assert.Equal(Enumerable.Range(0, samples).Max(row => z.Row(row)[unit]), tops[unit]);
            }
        }
    }

    [Fact]
    public void No_number_stays_none()
    {
        var (z, tops) = (new Matrix(3, 2), new float[2]);
        z.Row(1)[1] = float.NaN;
        UnitTops.Fill(z, 3, tops);
        Assert.Equal([0, float.NaN], tops);
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitTops.Fill(z, 4, tops));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitTops.Fill(z, 3, new float[3]));
    }
}
