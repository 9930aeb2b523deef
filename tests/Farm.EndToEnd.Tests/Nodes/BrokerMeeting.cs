using Farm.Testing.Broker;

namespace Farm.EndToEnd.Tests.Nodes;

/// <summary>Tests of processes that meet at one broker; alone, since they wait for things of real time.</summary>
[CollectionDefinition(BrokerFixture.Collection, DisableParallelization = true)]
public sealed class BrokerMeeting : ICollectionFixture<BrokerFixture>;
