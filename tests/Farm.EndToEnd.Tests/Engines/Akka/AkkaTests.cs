using Farm.EndToEnd.Tests.Nodes;
using Farm.EndToEnd.Tests.Storms;
using Xunit.Abstractions;

namespace Farm.EndToEnd.Tests.Engines.Akka;

[Collection(Quiet.Name)]
public sealed class AkkaStormTests(ITestOutputHelper output) : StormTests(AkkaKind.One, output);

[Collection(Quiet.Name)]
public sealed class AkkaPartitionTests(ITestOutputHelper output) : PartitionTests(AkkaKind.One, output);

[Collection(Quiet.Name)]
public sealed class AkkaLossTests(ITestOutputHelper output) : LossTests(AkkaKind.One, output);

[Collection(Quiet.Name)]
public sealed class AkkaSharingTests(ITestOutputHelper output) : SharingTests(AkkaKind.One, output);

[Collection(Quiet.Name)]
public sealed class AkkaHostsTests : HostsTests
{
    private protected override Task<Engine> MeetAsync() => Task.FromResult<Engine>(AkkaKind.Start());
}
