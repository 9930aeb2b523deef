using Farm.Testing.Broker;
using Farm.Transport.RabbitMq;

namespace Farm.Transport.Tests.RabbitMq;

[Collection(BrokerFixture.Collection)]
public sealed class RabbitMqTransportTests(BrokerFixture fixture) : TransportContract
{
    protected override async Task<ITransport> CreateAsync()
    {
        var transport = new RabbitMqTransport(new RabbitMqOptions(await fixture.Broker.NewVirtualHostAsync())
        {
            TakenPatience = TimeSpan.FromSeconds(1),
        });

        // Some coordinator was here before, so that nodes find their queue when they come first.
        await using var earlier = await transport.OpenAsync(
            new LedgerIdentity(Guid.NewGuid(), new byte[32]), new Inbox<Domain.CoordinatorMessage>());
        earlier.Retire();
        return transport;
    }
}
