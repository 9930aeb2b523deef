using Farm.Studies;
using Farm.Studies.Devices;

namespace Farm.Coordinator.Tests.Verbs;

/// <summary>A temporary folder with a ledger, and the verbs on it with <see cref="CoinStudy"/>.</summary>
internal sealed class CoinFarm : IDisposable
{
    /// <summary>Four cells of 200 trials, that is four blocks each, the last of them short.</summary>
    public const string Sweep = """
        name: coins
        study: coin
        seed: 7
        trials: 200
        axes:
          - {side: [heads, edge], bias: [0.5, 0.25]}
        """;

    private readonly CommandLine commands;

    public CoinFarm(Func<long>? failsFrom = null, IDeviceFinder? devices = null)
    {
        commands = new CommandLine(new StudyCatalog(new CoinStudy(failsFrom)), devices);
        WriteSweep(Sweep);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("farm-verbs-").FullName;

    public string Ledger => Path.Combine(Folder, "coins.db");

    public string SweepFile => Path.Combine(Folder, "coins.yaml");

    public void WriteSweep(string text) => File.WriteAllText(SweepFile, text);

    /// <summary>A verb on this ledger.</summary>
    public Answer Run(string verb, params string[] args) => commands.Run([verb, .. args, "--ledger", Ledger]);

    /// <summary>The sweep, run.</summary>
    public Answer RunSweep(params string[] args) => Run("run", [SweepFile, "--threads", "2", .. args]);

    /// <summary>A verb on this ledger, by a program on a host with these GPUs.</summary>
    public Answer RunWith(IDeviceFinder devices, string verb, params string[] args) =>
        new CommandLine(new StudyCatalog(new CoinStudy()), devices).Run([verb, .. args, "--ledger", Ledger]);

    /// <summary>A verb on this ledger, by a program whose study differs.</summary>
    public Answer RunWith(IStudy study, string verb, params string[] args) =>
        new CommandLine(new StudyCatalog(study)).Run([verb, .. args, "--ledger", Ledger]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
