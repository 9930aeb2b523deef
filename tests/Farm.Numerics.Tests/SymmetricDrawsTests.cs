namespace Farm.Numerics.Tests;

public sealed class SymmetricDrawsTests
{
    private const ulong Key = 0x0123_4567_89AB_CDEF;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(13)]
    [InlineData(130)]
    [InlineData(3001)]
    public void Uniform_numbers_are_the_words_that_the_documentation_names_at_every_width(int count)
    {
        const long first = (1L << 32) - 2;
        foreach (var width in LaneFunction.Widths)
        {
            var draws = SymmetricDraws.Of(width, SymmetricLaw.Uniform, count);
            var trials = Math.Min(5, draws.MostTrials);
            draws.Draw(Key, stream: 3, first, trials);
            var numbers = new double[count + 4 + 8];
            for (var trial = 0; trial < trials; trial++)
            {
                draws.Read(trial, ref numbers[0]);
                for (var e = 0; e < count; e++)
                {
                    Assert.Equal((Word(first + trial, count, e) + 0.5) / 2147483648, numbers[e]);
                }
            }
        }
    }

    [Fact]
    public void Normal_numbers_are_the_same_at_every_width_and_have_mean_0_and_variance_1()
    {
        const int count = 40;
        var all = LaneFunction.Widths.Select(width =>
        {
            var draws = SymmetricDraws.Of(width, SymmetricLaw.Normal, count);
            var numbers = new List<double>();
            var row = new double[count + 8];
            for (var first = 0; first < 4000; first += draws.MostTrials)
            {
                draws.Draw(Key, 0, first, draws.MostTrials);
                for (var trial = 0; trial < draws.MostTrials && first + trial < 4000; trial++)
                {
                    draws.Read(trial, ref row[0]);
                    numbers.AddRange(row[..count]);
                }
            }

            return numbers;
        }).ToList();

        Assert.All(all, numbers => Assert.Equal(all[0], numbers));
        Assert.InRange(all[0].Average(), -0.01, 0.01);
        Assert.InRange(all[0].Average(x => x * x), 0.98, 1.02);
    }

    [Fact]
    public void More_trials_than_fit_are_misuse()
    {
        var draws = SymmetricDraws.Of(LaneWidths.Widest, SymmetricLaw.Uniform, 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Draw(Key, 0, 0, draws.MostTrials + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SymmetricDraws.Of(LaneWidths.Widest, SymmetricLaw.Uniform, 0));
    }

    private static int Word(long trial, int count, int e)
    {
        var draws = (count + 3) / 4;
        var words = Philox.Draw(Key, (ulong)trial, stream: 3, draw: (uint)(e % draws));
        return (int)((e / draws) switch { 0 => words.Word0, 1 => words.Word1, 2 => words.Word2, _ => words.Word3 });
    }
}
