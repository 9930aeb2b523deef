using System.Diagnostics;
using Farm.Domain;
using Farm.Transport.RabbitMq;

namespace Farm.Transport.Tests.RabbitMq;

/// <summary>
/// Who is not who he should be is refused at once and told why. That the right ones get in, the permission tests show.
/// </summary>
[Collection(SecuredBroker.Collection)]
public sealed class TlsTests(SecuredBroker broker) : IDisposable
{
    private readonly TestAuthority other = new();

    public void Dispose() => other.Dispose();

    [SkippableFact]
    public async Task A_broker_that_another_authority_vouches_for_is_refused()
    {
        var authority = Write("other-ca.pem", other.Pem);

        await AssertRefusedAsync(
            Options() with { Certificates = broker.Certificates with { AuthorityFile = authority } },
            $"not valid by the authorities in '{authority}'");
    }

    [SkippableFact]
    public async Task A_broker_that_no_authority_of_the_system_vouches_for_is_refused_and_the_option_is_named() =>
        await AssertRefusedAsync(
            Options() with { Certificates = broker.Certificates with { AuthorityFile = null } },
            "can be given with --ca FILE");

    [SkippableFact]
    public async Task A_broker_under_another_name_is_refused() => await AssertRefusedAsync(
        Options() with { Address = broker.Address with { Host = "127.0.0.1" } },
        "is not for the name '127.0.0.1', but for localhost");

    [SkippableFact]
    public async Task Without_a_client_certificate_the_broker_refuses() => await AssertRefusedAsync(
        Options() with { Certificates = new BrokerCertificates(broker.PathOf("ca.pem"), null, null) },
        "wants a client certificate: give --certificate FILE and --key FILE");

    [SkippableFact]
    public async Task With_a_client_certificate_of_another_authority_the_broker_refuses()
    {
        var (certificate, key) = other.Issue("farm-node");

        await AssertRefusedAsync(
            Options() with
            {
                Certificates = new BrokerCertificates(
                    broker.PathOf("ca.pem"), Write("other.pem", certificate), Write("other.key", key)),
            },
            "does not accept this client certificate");
    }

    [SkippableFact]
    public async Task A_wrong_password_and_an_unknown_user_are_refused()
    {
        await AssertRefusedAsync(
            Options() with { Login = broker.Node with { Password = "wrong" } }, "refuses the user or the password");
        await AssertRefusedAsync(
            Options() with { Login = new BrokerLogin("nobody", "x") }, "refuses the user or the password");
    }

    [SkippableFact]
    public async Task A_virtual_host_without_permission_is_refused() => await AssertRefusedAsync(
        Options() with { Address = broker.Address with { VirtualHost = "/" } }, "refuses");

    [SkippableFact]
    public async Task Files_that_are_missing_or_do_not_belong_together_are_told_before_anything_is_tried()
    {
        var (certificate, key) = other.Issue("farm-node");
        var spoilt = other.Pem.Replace("M", "N", StringComparison.Ordinal);
        var (ca, own) = (broker.PathOf("ca.pem"), Write("own.pem", certificate));

        await AssertFileAsync(new(broker.PathOf("none.pem"), null, null), "There is no file '");
        await AssertFileAsync(new(Write("empty.pem", ""), null, null), "holds no PEM certificate");
        await AssertFileAsync(new(Write("spoilt.pem", spoilt), null, null), "holds");
        await AssertFileAsync(new(ca, own, null), "both files: --certificate and --key");
        await AssertFileAsync(new(ca, own, own), "holds no PEM private key");
        await AssertFileAsync(new(ca, own, broker.PathOf("node.key")), "is not the private key of the certificate");
        await AssertFileAsync(
            new(ca, own, Write("locked.key", key.Replace("PRIVATE", "ENCRYPTED PRIVATE", StringComparison.Ordinal))),
            "is encrypted");
    }

    [SkippableFact]
    public async Task Certificates_for_a_connection_that_is_not_encrypted_are_refused() => await AssertRefusedAsync(
        Options() with { Address = broker.Address with { IsSecure = false } }, "of use with amqps:// only");

    private RabbitMqOptions Options() => broker.Options(broker.Node);

    private string Write(string name, string text)
    {
        _ = broker.Address;
        var path = broker.PathOf($"{Guid.NewGuid():N}-{name}");
        File.WriteAllText(path, text);
        return path;
    }

    private Task AssertFileAsync(BrokerCertificates certificates, string line) =>
        AssertRefusedAsync(Options() with { Certificates = certificates }, line);

    private static async Task AssertRefusedAsync(RabbitMqOptions options, string line)
    {
        var since = Stopwatch.GetTimestamp();
        var hello = new NodeHello("n", "h", "p", 1, Capabilities.Cpu, "cpu", "b", "1", []);
        var fault = await Assert.ThrowsAsync<TransportException>(
            async () => await new RabbitMqTransport(options).JoinAsync(hello, 1, new Inbox<NodeMessage>()));

        Assert.True(fault.Fault == LinkFault.Refused, $"{fault}");
        Assert.Contains(line, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.True(Stopwatch.GetElapsedTime(since) < options.FirstConnectPatience / 2, "It was tried for a while.");
    }
}
