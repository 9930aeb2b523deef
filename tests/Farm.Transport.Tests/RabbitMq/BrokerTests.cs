using Farm.Testing.Broker;

namespace Farm.Transport.Tests.RabbitMq;

[CollectionDefinition(BrokerFixture.Collection)]
public sealed class BrokerTests : ICollectionFixture<BrokerFixture>;
