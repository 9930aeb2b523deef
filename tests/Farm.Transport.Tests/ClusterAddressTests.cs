namespace Farm.Transport.Tests;

public sealed class ClusterAddressTests
{
    [Theory]
    [InlineData("akka://head", "akka://head:4053")]
    [InlineData("akka://head:99", "akka://head:99")]
    [InlineData("akkas://head.example.org:4053", "akkas://head.example.org:4053")]
    [InlineData("akka://10.77.0.1", "akka://10.77.0.1:4053")]
    public void An_address_is_read_and_written(string text, string written)
    {
        var address = ClusterAddress.Parse(text);

        Assert.Equal(written, address.ToString());
        Assert.Equal(address, ClusterAddress.Parse(written));
    }

    [Theory]
    [InlineData("akka")]
    [InlineData("akka://")]
    [InlineData("akka://:4053")]
    [InlineData("akka://head:0")]
    [InlineData("akka://head:65536")]
    [InlineData("akka://head:x")]
    [InlineData("akka://head:+4")]
    [InlineData("akka://head/path")]
    [InlineData("akka://user@head")]
    [InlineData("akka://[::1]:4053")]
    [InlineData("akka.tcp://farm@head:4053")]
    [InlineData("amqp://head")]
    [InlineData("akka://he\"ad")]
    [InlineData("akka://head\n")]
    public void What_is_no_address_is_refused_in_one_line(string text)
    {
        var fault = Assert.Throws<FormatException>(() => ClusterAddress.Parse(text));

        Assert.Contains("akka://host", fault.Message, StringComparison.Ordinal);
    }
}
