using FsCheck;
using FsCheck.Fluent;

namespace Farm.Domain.Tests.Parameters;

public sealed class ValueTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_is_finite(double number) => Assert.Throws<ArgumentOutOfRangeException>(() => Value.Of(number));

    [Theory]
    [InlineData("1")]
    [InlineData("010")]
    [InlineData("1e5")]
    [InlineData(" 2 ")]
    [InlineData("-.5")]
    public void A_word_does_not_read_as_a_number(string word) => Assert.Throws<ArgumentException>(() => Value.Of(word));

    [Fact]
    public void Minus_zero_is_zero()
    {
        Assert.Equal(Value.Of(0), Value.Of(-0.0));
        Assert.Equal("0", Value.Of(-0.0).Text);
    }

    [Fact]
    public void A_text_reads_back_to_the_same_bits() =>
        Prop.ForAll(ArbMap.Default.ArbFor<double>().Filter(double.IsFinite), number =>
        {
            var value = Value.Of(number);
            return Value.Parse(value.Text) == value && (number == 0
                || BitConverter.DoubleToInt64Bits(Value.Parse(value.Text).Number) == BitConverter.DoubleToInt64Bits(number));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Asking_a_word_for_its_number_is_misuse()
    {
        Assert.Throws<InvalidOperationException>(() => Value.Of("a").Number);
        Assert.Throws<InvalidOperationException>(() => Value.Of(1).Word);
    }

    [Theory]
    [InlineData(0, 1, false, false, "a number from 0 to 1")]
    [InlineData(0, 1, false, true, "a number from 0, below 1")]
    [InlineData(0, 10, true, false, "a number above 0, at most 10")]
    [InlineData(0, double.PositiveInfinity, true, false, "a number above 0")]
    [InlineData(double.NegativeInfinity, 3, false, true, "a number below 3")]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity, false, false, "a number")]
    public void A_domain_says_what_it_expects(double from, double to, bool fromExcluded, bool toExcluded, string text)
    {
        var domain = new NumberDomain(from, to, fromExcluded, toExcluded);
        Assert.Equal(text, domain.Expectation);
        Assert.Equal(!fromExcluded && double.IsFinite(from), double.IsFinite(from) && domain.Contains(Value.Of(from)));
        Assert.Equal(!toExcluded && double.IsFinite(to), double.IsFinite(to) && domain.Contains(Value.Of(to)));
        Assert.False(domain.Contains(Value.Of("word")));
    }

    [Fact]
    public void Whole_numbers_and_words_are_checked()
    {
        var whole = new IntegerDomain(1, 3);
        Assert.Equal([false, true, true, false, false], new[] { 0, 1, 3, 4, 2.5 }.Select(n => whole.Contains(Value.Of(n))));
        Assert.False(whole.Contains(Value.Of("two")));
        var words = new WordDomain("on", "off");
        Assert.True(words.Contains(Value.Of("on")));
        Assert.False(words.Contains(Value.Of("On")));
        Assert.False(words.Contains(Value.Of(1)));
    }

    [Theory]
    [InlineData("learnig_rate", "learning_rate")]
    [InlineData("INIT", "init")]
    [InlineData("inti", "init")]
    [InlineData("init_sdt", "init_std")]
    [InlineData("temperature", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_the_one_with_the_fewest_edits(string written, string? nearest) =>
        Assert.Equal(nearest, NearestName.Of(written, ["init", "init_std", "learning_rate", "margin"]));
}
