using System.CommandLine;
using Farm.Hosting.Broker;
using Farm.Hosting.CommandLine;
using Farm.Transport.RabbitMq;

namespace Farm.Hosting.Tests;

public sealed class BrokerOptionsTests
{
    [Fact]
    public void An_address_alone_is_enough()
    {
        var settings = Read("--transport", "amqp://host/farm").Settings;
        Assert.Equal(new BrokerSettings(new BrokerAddress(false, "host", 5672, "farm"), null, null), settings);
    }

    [Fact]
    public void Files_of_an_encrypted_connection_are_taken_over()
    {
        var settings = Read("--transport", "amqps://host", "--ca", "a", "--certificate", "c", "--key", "k").Settings;
        Assert.Equal(new BrokerCertificates("a", "c", "k"), settings?.Certificates);
    }

    [Fact]
    public void Without_a_broker_there_is_nothing_to_read() => Assert.Equal(default, Read());

    [Theory]
    [InlineData("--credentials is of use with --transport only", "--credentials", "f")]
    [InlineData("--key is of use with --transport only", "--key", "f")]
    [InlineData("amqps:// only", "--transport", "amqp://host", "--ca", "f")]
    [InlineData("belong together", "--transport", "amqps://host", "--key", "f")]
    [InlineData("belong together", "--transport", "amqps://host", "--certificate", "f")]
    [InlineData("no broker's address", "--transport", "http://host")]
    [InlineData("--credentials FILE", "--transport", "amqp://user:secret@host")]
    [InlineData("-p:FarmFull=true", "--transport", "akka")]
    [InlineData("-p:FarmFull=true", "--transport", "akka.tcp://farm@host")]
    [InlineData("cannot be read", "--transport", "amqp://host", "--credentials", "/nowhere/at/all")]
    public void What_cannot_be_followed_is_refused_in_one_line(string part, params string[] args)
    {
        var (settings, refusal) = Read(args);

        Assert.Null(settings);
        Assert.Contains(part, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal!);
    }

    [Fact]
    public void A_misspelt_option_does_not_show_the_credentials_behind_it()
    {
        var (command, _) = Command();
        using var error = new StringWriter();
        CommandLineErrors.Show(command.Parse(["--trasport", "amqp://user:secret@host"]), "farm", error.WriteLine, error);

        Assert.Contains("amqp://…@host", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    private static (RootCommand Command, BrokerOptions Options) Command()
    {
        var command = new RootCommand();
        var options = new BrokerOptions("The broker.", isRequired: false);
        options.AddTo(command);
        return (command, options);
    }

    private static BrokerReading Read(params string[] args)
    {
        var (command, options) = Command();
        return options.Read(command.Parse(args), _ => null);
    }
}
