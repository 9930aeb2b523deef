namespace Farm.Testing.Broker;

/// <summary>
/// One broker for all tests of a collection; tests that find none are skipped and say how to get one.
/// </summary>
/// <remarks>A test project that uses it defines a collection of the name <see cref="Collection"/>.</remarks>
public sealed class BrokerFixture : IAsyncLifetime
{
    /// <summary>The collection's name.</summary>
    public const string Collection = "broker";

    private TestBroker? broker;

    /// <summary>The broker; skips the test when there is none.</summary>
    public TestBroker Broker
    {
        get
        {
            Skip.If(TestBroker.Absence is not null, TestBroker.Absence);
            return broker!;
        }
    }

    /// <summary>The broker, if tests may kill and change it; skips the test otherwise.</summary>
    public TestBroker OwnBroker
    {
        get
        {
            Skip.IfNot(Broker.IsOwn, $"{TestBroker.Variable} names a broker that tests must not kill or change.");
            return Broker;
        }
    }

    /// <inheritdoc/>
    public async Task InitializeAsync() => broker = TestBroker.Absence is null ? await TestBroker.StartAsync() : null;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (broker is not null)
        {
            await broker.DisposeAsync();
        }
    }
}
