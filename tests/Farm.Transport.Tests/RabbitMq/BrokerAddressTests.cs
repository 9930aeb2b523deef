using Farm.Transport.RabbitMq;

namespace Farm.Transport.Tests.RabbitMq;

public sealed class BrokerAddressTests
{
    [Theory]
    [InlineData("amqp://host", false, "host", 5672, "/")]
    [InlineData("amqp://host/", false, "host", 5672, "/")]
    [InlineData("amqps://host", true, "host", 5671, "/")]
    [InlineData("AMQPS://Host.example:5000", true, "host.example", 5000, "/")]
    [InlineData("amqp://127.0.0.1:7/farm", false, "127.0.0.1", 7, "farm")]
    [InlineData("amqp://[::1]:7/a%2Fb", false, "::1", 7, "a/b")]
    public void An_address_is_read(string text, bool isSecure, string host, int port, string virtualHost)
    {
        var address = BrokerAddress.Parse(text);

        Assert.Equal(new BrokerAddress(isSecure, host, port, virtualHost), address);
        Assert.Equal(address, BrokerAddress.Parse(address.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData("host:5672")]
    [InlineData("http://host")]
    [InlineData("amqp:")]
    [InlineData("amqp://")]
    [InlineData("amqp://host:0")]
    [InlineData("amqp://host:99999")]
    [InlineData("amqp://host:port")]
    [InlineData("amqp://host/a/b")]
    [InlineData("amqp://host?heartbeat=5")]
    [InlineData("amqp://host#x")]
    public void What_is_no_address_is_refused_with_its_form(string text)
    {
        var fault = Assert.Throws<FormatException>(() => BrokerAddress.Parse(text));

        Assert.Contains("amqp://host:port/vhost", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amqp://user:s3cret@host")]
    [InlineData("amqp://user:s3/cret@host/v")]
    [InlineData("amqp://user:#s3cret@host")]
    [InlineData("user:s3cret@host")]
    public void Credentials_in_an_address_are_refused_and_not_repeated(string text)
    {
        var fault = Assert.Throws<FormatException>(() => BrokerAddress.Parse(text));

        Assert.Contains("FARM_BROKER_USER and FARM_BROKER_PASSWORD", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--credentials FILE", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_login_does_not_show_its_password()
    {
        var login = new BrokerLogin("node", "s3cret");

        Assert.Equal("BrokerLogin { User = node }", login.ToString());
        Assert.Equal("BrokerLogin { User = node }", $"{login}");
    }
}
