using Farm.Hosting.Broker;
using Farm.Transport.RabbitMq;

namespace Farm.Hosting.Tests;

public sealed class BrokerCredentialsTests
{
    private static readonly Func<string, string?> NoVariables = _ => null;

    [Fact]
    public void A_file_gives_user_and_password_and_the_password_may_hold_anything()
    {
        using var file = new SecretFile("# the farm's own\nuser=farm\r\n\npassword= a=b #c\n");
        Assert.Equal(new BrokerLogin("farm", " a=b #c"), BrokerCredentials.Read(file.Name, NoVariables));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_open_is_refused_with_the_command_that_helps(UnixFileMode others)
    {
        using var file = new SecretFile("user=farm\npassword=secret\n", others);
        var message = Assert.Throws<FormatException>(() => BrokerCredentials.Read(file.Name, NoVariables)).Message;

        Assert.Contains($"chmod 600 {file.Name}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user=farm\n", "no line password")]
    [InlineData("password=secret\n", "no line user")]
    [InlineData("user=farm\npassword=secret\nhost=x\n", "line 3")]
    [InlineData("user=farm\nuser=other\npassword=secret\n", "line 2")]
    [InlineData("user=\npassword=secret\n", "line 1")]
    [InlineData("secret\n", "line 1")]
    public void A_file_of_another_form_is_refused_and_its_secret_not_shown(string text, string part)
    {
        using var file = new SecretFile(text);
        var message = Assert.Throws<FormatException>(() => BrokerCredentials.Read(file.Name, NoVariables)).Message;

        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_one_clear_line()
    {
        var message = Assert.Throws<FormatException>(() => BrokerCredentials.Read("/nowhere/at/all", NoVariables)).Message;
        Assert.StartsWith("/nowhere/at/all: the credentials cannot be read", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_gives_them_where_no_file_is_named() =>
        Assert.Equal(new BrokerLogin("farm", "secret"), BrokerCredentials.Read(null, Variables("farm", "secret")));

    [Fact]
    public void A_file_goes_before_the_environment()
    {
        using var file = new SecretFile("user=farm\npassword=secret\n");
        Assert.Equal("farm", BrokerCredentials.Read(file.Name, Variables("other", "else"))?.User);
    }

    [Fact]
    public void Without_either_there_is_no_login() => Assert.Null(BrokerCredentials.Read(null, Variables("", null)));

    [Theory]
    [InlineData("farm", null, "FARM_BROKER_PASSWORD is not")]
    [InlineData(null, "secret", "FARM_BROKER_USER is not")]
    public void Half_of_them_in_the_environment_is_refused(string? user, string? password, string part)
    {
        var message = Assert.Throws<FormatException>(() => BrokerCredentials.Read(null, Variables(user, password))).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    private static Func<string, string?> Variables(string? user, string? password) =>
        name => name == BrokerCredentials.UserVariable ? user : name == BrokerCredentials.PasswordVariable ? password : null;
}
