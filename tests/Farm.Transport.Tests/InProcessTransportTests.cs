using Farm.Transport.InProcess;

namespace Farm.Transport.Tests;

public sealed class InProcessTransportTests() : TransportContract(new InProcessTransport());
