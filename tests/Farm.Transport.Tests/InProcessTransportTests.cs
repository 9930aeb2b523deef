using Farm.Transport.InProcess;

namespace Farm.Transport.Tests;

public sealed class InProcessTransportTests : TransportContract
{
    protected override Task<ITransport> CreateAsync() => Task.FromResult<ITransport>(new InProcessTransport());
}
