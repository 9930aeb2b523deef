using Farm.EndToEnd.Tests.Storms;
using Xunit.Abstractions;

namespace Farm.EndToEnd.Tests.Engines.RabbitMq;

[Collection(Quiet.Name)]
public sealed class RabbitMqStormTests(ITestOutputHelper output) : StormTests(RabbitMqKind.One, output);

[Collection(Quiet.Name)]
public sealed class RabbitMqPartitionTests(ITestOutputHelper output) : PartitionTests(RabbitMqKind.One, output);

[Collection(Quiet.Name)]
public sealed class RabbitMqLossTests(ITestOutputHelper output) : LossTests(RabbitMqKind.One, output);

[Collection(Quiet.Name)]
public sealed class RabbitMqSharingTests(ITestOutputHelper output) : SharingTests(RabbitMqKind.One, output);
