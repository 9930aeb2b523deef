namespace Farm.Testing.Broker;

/// <summary>Where the broker's own scripts are, and what a test needs to start one beside others.</summary>
internal static class BrokerProgram
{
    private const string Library = "/usr/lib/rabbitmq/lib";

    /// <summary>The folder of its scripts; null when it is not installed.</summary>
    public static string? Scripts { get; } = Directory.Exists(Library)
        ? Directory.EnumerateDirectories(Library, "rabbitmq_server-*")
            .Select(d => Path.Combine(d, "sbin"))
            .Where(d => File.Exists(Path.Combine(d, "rabbitmq-server")))
            .Order(StringComparer.Ordinal)
            .LastOrDefault()
        : null;

    /// <summary>A script's file.</summary>
    public static string Script(string name) => Path.Combine(Scripts!, name);

    /// <summary>The variables with which a broker uses nothing but one folder and its own ports.</summary>
    public static Dictionary<string, string> Environment(
        string folder, string address, int port, int distributionPort, int mapperPort) => new()
    {
        ["RABBITMQ_NODENAME"] = $"farm-{port}@localhost",
        ["RABBITMQ_NODE_PORT"] = Text(port),
        ["RABBITMQ_NODE_IP_ADDRESS"] = address,
        ["RABBITMQ_DIST_PORT"] = Text(distributionPort),
        ["ERL_EPMD_PORT"] = Text(mapperPort),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
        // A scheduler that has nothing to do sleeps at once: tests share few cores.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none",
        ["HOME"] = folder,
    };

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
