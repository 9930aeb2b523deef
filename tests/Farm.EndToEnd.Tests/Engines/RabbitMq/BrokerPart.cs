using Farm.EndToEnd.Tests.Networks;
using Farm.EndToEnd.Tests.Storms;
using Farm.Testing.Broker;
using Farm.Transport.RabbitMq;

namespace Farm.EndToEnd.Tests.Engines.RabbitMq;

/// <summary>The broker of a storm: killed, and started again on the data that it has.</summary>
internal sealed class BrokerPart : StormPart
{
    private const double LongestPauseSeconds = 3;

    private readonly TestBroker broker;
    private Task start = Task.CompletedTask;
    private TimeSpan? mendAt;

    private BrokerPart(TestBroker broker)
        : base("broker") => this.broker = broker;

    /// <summary>Its address.</summary>
    public BrokerAddress Address => broker.Address;

    public override bool IsUp => mendAt is null && start.IsCompleted;

    /// <summary>Starts a broker.</summary>
    /// <param name="host">Where; null for here.</param>
    public static BrokerPart Create(NetworkHost? host) => new((host is null
        ? TestBroker.StartAsync()
        : TestBroker.StartOnAsync(new BrokerHost(host.Address, p => host.Command(p)), "loopback_users = none"))
        .GetAwaiter().GetResult());

    public override void Start()
    {
    }

    public override string Strike(Random random, TimeSpan now)
    {
        var pause = Between(random, 0, LongestPauseSeconds);
        mendAt = now + pause;
        broker.Kill();
        return FormattableString.Invariant($"Kill, for {pause.TotalSeconds:0.0} s");
    }

    public override string? Mend(TimeSpan now)
    {
        if (start.IsFaulted)
        {
            throw new StormException($"The broker did not come back: {start.Exception.GetBaseException().Message}");
        }

        if (mendAt is null || now < mendAt)
        {
            return null;
        }

        mendAt = null;
        start = Task.Run(broker.RestartAsync);
        return "is started";
    }

    public override void Dispose()
    {
        start.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        broker.DisposeAsync().AsTask().Wait();
    }
}
