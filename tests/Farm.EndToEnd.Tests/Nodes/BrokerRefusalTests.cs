using Farm.EndToEnd.Tests.Engines.RabbitMq;
using Farm.Testing.Broker;

namespace Farm.EndToEnd.Tests.Nodes;

/// <summary>Brokers that cannot be used, and what the user reads then.</summary>
[Collection(BrokerFixture.Collection)]
public sealed class BrokerRefusalTests(BrokerFixture fixture)
{
    // Port 1 is nobody's.
    private const string Nowhere = "amqp://127.0.0.1:1";

    [Fact]
    public void A_broker_that_does_not_answer_is_exit_code_7()
    {
        using var place = new Workplace();
        FarmProcess.Run(place.Folder, "run", place.Sweep(2_000), "--transport", Nowhere, "--patience", "1")
            .Expect(ExitCode.Broker).ExpectLine(Nowhere);
        Assert.Equal(0, place.Blocks());
    }

    [SkippableFact]
    public async Task A_login_that_the_broker_refuses_is_exit_code_7_at_once_and_no_password_is_shown()
    {
        var broker = await fixture.OwnBroker.NewVirtualHostAsync();
        using var place = new Workplace();
        var file = Path.Combine(place.Folder, "broker.credentials");
        await File.WriteAllTextAsync(file, "user=nobody\npassword=open-sesame\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var farm = FarmProcess.Run(
            place.Folder, "run", place.Sweep(2_000), "--transport", broker.ToString(), "--credentials", file);
        using var node = NodeProcess.Start(new RabbitMqEngine(broker), "a", "--credentials", file);
        var refused = node.Wait();

        farm.Expect(ExitCode.Broker).ExpectLine("error:");
        refused.Expect(ExitCode.Broker).ExpectLine("error:");
        Assert.DoesNotContain("open-sesame", farm.Error + refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_in_an_address_are_refused_with_what_to_do_instead()
    {
        using var place = new Workplace();
        var farm = FarmProcess.Run(place.Folder, "run", place.Sweep(2_000), "--transport", "amqp://me:open-sesame@host");

        farm.Expect(ExitCode.BadInput).ExpectLine("--credentials FILE");
        Assert.DoesNotContain("open-sesame", farm.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_name_that_another_node_has_is_refused_with_7()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        using var place = new Workplace();
        using var farm = FarmProcess.Start(
            place.Folder, "run", place.Sweep(Workplace.EndlessTrials), "--transport", broker.ToString(), "--nodes-only");
        using var first = NodeProcess.Start(new RabbitMqEngine(broker), "a");
        first.WaitForLine("joined");
        using var second = NodeProcess.Start(new RabbitMqEngine(broker), "a");

        second.Wait().Expect(ExitCode.Broker).ExpectLine("node named a is there already");
    }
}
