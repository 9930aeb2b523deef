namespace Farm.Transport.Tests.RabbitMq;

/// <summary>The tests that share the secured broker.</summary>
[CollectionDefinition(SecuredBroker.Collection)]
public sealed class SecuredBrokerTests : ICollectionFixture<SecuredBroker>;
