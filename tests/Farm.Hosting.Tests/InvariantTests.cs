namespace Farm.Hosting.Tests;

public sealed class InvariantTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.00031, "0.00031")]
    [InlineData(0.428, "0.43")]
    [InlineData(9.96, "10")]
    [InlineData(12.7, "12")]
    [InlineData(1_234_567.8, "1,234,567")]
    public void A_slow_rate_has_two_digits_and_a_fast_one_no_fraction(double perSecond, string text) =>
        Assert.Equal(text, Invariant.Rate(perSecond));
}
