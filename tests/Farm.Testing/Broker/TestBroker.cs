using System.Diagnostics;
using Farm.Transport.RabbitMq;

namespace Farm.Testing.Broker;

/// <summary>
/// A real RabbitMQ broker for tests, with a folder and ports of its own; or the one that <c>FARM_TEST_AMQP</c> names,
/// which tests use as it is.
/// </summary>
public sealed class TestBroker : IAsyncDisposable
{
    /// <summary>Names a broker to use instead of starting one.</summary>
    public const string Variable = "FARM_TEST_AMQP";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Queue<string> spareHosts = new();
    private readonly List<string> lines = [];
    private readonly string folder = "";
    private readonly Dictionary<string, string> environment = [];
    private readonly BrokerHost host = BrokerHost.This;
    private GuardedProcess? mapper;
    private GuardedProcess? server;
    private int lastHost;

    private TestBroker(BrokerAddress address) => Address = address;

    private TestBroker(BrokerHost host, string folder, Dictionary<string, string> environment, int port)
        : this(new BrokerAddress(false, host.Address, port, "/"))
    {
        this.host = host;
        this.folder = folder;
        this.environment = environment;
    }

    /// <summary>Why there is no broker and how to get one; null when there is.</summary>
    public static string? Absence =>
        BrokerProgram.Scripts is null && Environment.GetEnvironmentVariable(Variable) is null
            ? $"No broker: run 'apt-get install rabbitmq-server', or set {Variable}=amqp://host."
            : null;

    /// <summary>Its address, with its default virtual host.</summary>
    public BrokerAddress Address { get; }

    /// <summary>Whether the tests started it, so that they may kill it and change it.</summary>
    public bool IsOwn => folder.Length > 0;

    /// <summary>Starts a broker, or finds the one that is to be used.</summary>
    /// <param name="configuration">Lines of its configuration file.</param>
    public static async Task<TestBroker> StartAsync(params string[] configuration) =>
        Environment.GetEnvironmentVariable(Variable) is { } given
            ? new TestBroker(BrokerAddress.Parse(given))
            : await StartOnAsync(BrokerHost.This, configuration);

    /// <summary>Starts a broker on a host of a test's own network.</summary>
    /// <param name="host">The host.</param>
    /// <param name="configuration">Lines of its configuration file.</param>
    public static async Task<TestBroker> StartOnAsync(BrokerHost host, params string[] configuration)
    {
        var folder = Directory.CreateTempSubdirectory("farm-broker-").FullName;
        var ports = FreePorts.Take(3);
        string[] own = ["disk_free_limit.absolute = 50MB", "raft.wal_max_size_bytes = 32000000"];
        await File.WriteAllLinesAsync(Path.Combine(folder, "rabbitmq.conf"), [.. own, .. configuration]);
        await File.WriteAllTextAsync(Path.Combine(folder, "plugins"), "[].\n");
        var environment = BrokerProgram.Environment(folder, host.Address, ports[0], ports[1], ports[2]);
        var broker = new TestBroker(host, folder, environment, ports[0]);

        // Started here, or the first broker would leave one running for ever.
        broker.mapper = GuardedProcess.Start(
            environment, broker.Note, host.Command(["epmd", "-port", environment["ERL_EPMD_PORT"], "-address", "127.0.0.1"]));
        try
        {
            await broker.RestartAsync();
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }

        return broker;
    }

    /// <summary>Kills it, as a power cut would.</summary>
    public void Kill()
    {
        server?.Dispose();
        server = null;
    }

    /// <summary>Starts it on the data that it has; kills it before if it is there.</summary>
    public async Task RestartAsync()
    {
        Kill();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = GuardedProcess.Start(environment, Hear, host.Command([BrokerProgram.Script("rabbitmq-server")]));
        server = started;
        await Task.WhenAny(ready.Task, Task.Delay(StartLimit));
        if (!ready.Task.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException($"The broker did not start:\n{Output()}");
        }

        void Hear(string line)
        {
            Note(line);
            if (line.Contains("completed with", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }
    }

    /// <summary>A virtual host that no other test uses; with <see cref="Variable"/> the broker's given one.</summary>
    public async Task<BrokerAddress> NewVirtualHostAsync()
    {
        if (!IsOwn)
        {
            return Address;
        }

        await gate.WaitAsync();
        try
        {
            if (spareHosts.Count == 0)
            {
                await AddHostsAsync(8);
            }

            return Address with { VirtualHost = spareHosts.Dequeue() };
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Runs rabbitmqctl and gives what it prints.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        var command = host.Command([BrokerProgram.Script("rabbitmqctl"), .. arguments]);
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"rabbitmqctl {arguments[0]} failed:\n{await output}{await errors}");
    }

    /// <summary>Runs commands with the broker's own scripts at hand, such as <c>rabbitmqctl</c>.</summary>
    /// <param name="commands">The commands, for <c>sh</c>.</param>
    /// <param name="folder">Where to run them.</param>
    /// <exception cref="InvalidOperationException">One failed.</exception>
    public Task<string> ShellAsync(string commands, string folder) => Shell.RunAsync(
        commands,
        folder,
        new Dictionary<string, string>(environment)
        {
            ["PATH"] = $"{BrokerProgram.Scripts}:{Environment.GetEnvironmentVariable("PATH")}",
        });

    /// <summary>Stops it and deletes what it kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!IsOwn)
        {
            return;
        }

        Kill();
        mapper?.Dispose();
        gate.Dispose();
        await Task.Run(() => Directory.Delete(folder, recursive: true));
    }

    /// <summary>Several at a time, since every call of rabbitmqctl takes about a second.</summary>
    private async Task AddHostsAsync(int count)
    {
        var added = Enumerable.Range(lastHost + 1, count).Select(i => $"test-{i}").ToArray();
        lastHost += count;
        var list = string.Join(", ", added.Select(h => $"<<\"{h}\">>"));
        await ControlAsync(
            "eval",
            $"[begin rabbit_vhost:add(H, <<\"test\">>), rabbit_auth_backend_internal:set_permissions("
                + $"<<\"guest\">>, H, <<\".*\">>, <<\".*\">>, <<\".*\">>, <<\"test\">>) end || H <- [{list}]].");
        foreach (var host in added)
        {
            spareHosts.Enqueue(host);
        }
    }

    private void Note(string line)
    {
        lock (lines)
        {
            lines.Add(line);
        }
    }

    private string Output()
    {
        lock (lines)
        {
            return string.Join('\n', lines);
        }
    }
}
