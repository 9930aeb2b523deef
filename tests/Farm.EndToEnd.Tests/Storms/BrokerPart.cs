using Farm.EndToEnd.Tests.Networks;
using Farm.Testing.Broker;

namespace Farm.EndToEnd.Tests.Storms;

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
    public string Address => broker.Address.ToString();

    public override bool IsUp => mendAt is null && start.IsCompleted;

    /// <summary>Why there can be no broker that a test may kill; null when there can.</summary>
    public static string? Obstacle() =>
        Environment.GetEnvironmentVariable(TestBroker.Variable) is null
            ? TestBroker.Absence
            : $"{TestBroker.Variable} names a broker that tests must not kill.";

    /// <summary>Starts a broker.</summary>
    /// <param name="host">Where; null for here.</param>
    public static BrokerPart Create(NetworkHost? host) => new((host is null
        ? TestBroker.StartAsync()
        : TestBroker.StartOnAsync(new BrokerHost(host.Address, p => host.Command(p)), "loopback_users = none"))
        .GetAwaiter().GetResult());

    /// <summary>How a program of the farm is started that this broker serves.</summary>
    /// <param name="place">Where it works.</param>
    /// <param name="program"><c>farm</c> or <c>farm-node</c>.</param>
    /// <param name="host">The host that it runs on; null for this one.</param>
    /// <param name="arguments">Its arguments, but for the broker.</param>
    public Launch Launch(Workplace place, string program, NetworkHost? host, params IReadOnlyList<string> arguments) =>
        new(place.Folder, [.. arguments, "--transport", Address])
        {
            Program = program,
            Host = host,
            Environment = new Dictionary<string, string>
            {
                ["FARM_BROKER_USER"] = "guest",
                ["FARM_BROKER_PASSWORD"] = "guest",
            },
        };

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
