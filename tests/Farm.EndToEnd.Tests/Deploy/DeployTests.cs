using System.Diagnostics;
using Farm.Testing.Broker;
using YamlDotNet.RepresentationModel;

namespace Farm.EndToEnd.Tests.Deploy;

/// <summary>What <c>deploy/</c> starts, started as it says, at a real broker.</summary>
[Collection(BrokerFixture.Collection)]
public sealed class DeployTests(BrokerFixture fixture)
{
    private const string Node = "farm-node.service";
    private const string Sweep = "farm-sweep@.service";
    private const int Trials = 20_000;

    [SkippableFact]
    public async Task The_units_complete_a_sweep()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        using var place = new Workplace();
        place.Sweep(Trials);
        var credentials = Credentials(place);
        var (nodeProgram, nodeArguments) = DeployFiles.StartOfUnit(Node, new Dictionary<string, string>
        {
            ["${FARM_TRANSPORT}"] = $"{broker}",
            ["/etc/farm/node.credentials"] = credentials,
            ["$FARM_NODE_OPTIONS"] = "--slots 1",
        });
        var (program, arguments) = DeployFiles.StartOfUnit(Sweep, new Dictionary<string, string>
        {
            ["${FARM_TRANSPORT}"] = $"{broker}",
            ["/etc/farm/coordinator.credentials"] = credentials,
            ["/etc/farm/sweeps/"] = place.Folder + "/",
            ["%i"] = "sweep",
            ["$FARM_RUN_OPTIONS"] = "",
        });

        using var node = FarmProcess.Start(new Launch(place.Folder, nodeArguments) { Program = nodeProgram });
        FarmProcess.Run(new Launch(place.Folder, arguments) { Program = program }).Expect(ExitCode.Good);

        FarmProcess.Run(place.Folder, "audit", "--ledger", "sweep.db").Expect(ExitCode.Good);
        node.Signal(SignalNumber.Terminate);
        node.Wait().Expect(ExitCode.Good).ExpectLine("drained");
    }

    [Theory]
    [InlineData(Node)]
    [InlineData(Sweep)]
    public void A_unit_is_not_started_again_for_reasons_that_stay(string unit)
    {
        var codes = DeployFiles.OfUnit(unit, "RestartPreventExitStatus").Split(' ').Select(int.Parse).Cast<ExitCode>().ToArray();

        Assert.All(codes, c => Assert.True(Enum.IsDefined(c), $"{c} is no exit code."));
        Assert.Contains(ExitCode.BadInput, codes);
        Assert.Contains(ExitCode.DigestMismatch, codes);
        Assert.DoesNotContain(ExitCode.Internal, codes);
    }

    [SkippableFact]
    public async Task The_containers_commands_complete_a_sweep()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        using var place = new Workplace();
        var sweep = place.Sweep(Trials);
        using var node = FarmProcess.Start(Launch("node", "farm-node"));
        FarmProcess.Run(Launch("coordinator", "farm")).Expect(ExitCode.Good);

        FarmProcess.Run(place.Folder, "audit").Expect(ExitCode.Good);
        node.Signal(SignalNumber.Terminate);
        node.Wait().Expect(ExitCode.Good).ExpectLine("drained");

        Launch Launch(string service, string program)
        {
            var target = ((YamlScalarNode)DeployFiles.Service(service)["build"]["target"]).Value;
            Assert.Equal(program, target);
            return new Launch(place.Folder, [.. DeployFiles.ArgumentsOf(service).Select(InPlace)])
            {
                Program = program,
                Environment = Guest,
            };
        }

        string InPlace(string argument) => argument switch
        {
            "amqp://broker" => $"{broker}",
            "/sweeps/xor-margin.yaml" => sweep,
            _ => argument,
        };
    }

    [SkippableFact]
    public async Task The_array_jobs_script_starts_a_node_that_drains_when_its_time_is_up()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        using var place = new Workplace();
        var program = Script(place, "farm-node", $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "farm-node.dll")}' \"$@\"");
        // What srun does for one task: it starts it and hands signals on.
        Script(place, "srun", "exec \"$@\"");
        var start = new ProcessStartInfo("bash", [DeployFiles.Path("slurm", "farm-nodes.sbatch"), $"{broker}", "--log", "node.jsonl"])
        {
            WorkingDirectory = place.Folder,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in new Dictionary<string, string>(Guest)
        {
            ["FARM_NODE"] = program,
            ["SLURM_ARRAY_JOB_ID"] = "42",
            ["SLURM_ARRAY_TASK_ID"] = "3",
            ["SLURM_CPUS_PER_TASK"] = "1",
            ["PATH"] = $"{place.Folder}:{Environment.GetEnvironmentVariable("PATH")}",
        })
        {
            start.Environment[name] = value;
        }

        using var node = Process.Start(start)!;
        var said = node.StandardError.ReadToEndAsync();
        FarmProcess.Run(new Launch(place.Folder, "run", place.Sweep(Trials), "--transport", $"{broker}", "--nodes-only")
        {
            Environment = Guest,
        }).Expect(ExitCode.Good);
        Networks.Tool.Run("kill", "-TERM", $"{node.Id}");
        var hasEnded = node.WaitForExit(FarmProcess.Patience);

        Assert.True(hasEnded, "The node does not end.");
        Assert.Equal((int)ExitCode.Good, node.ExitCode);
        Assert.Contains("-42-3-0 with 1 slot", await said, StringComparison.Ordinal);
        Assert.Contains("drained", await said, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Guest { get; } = new()
    {
        ["FARM_BROKER_USER"] = "guest",
        ["FARM_BROKER_PASSWORD"] = "guest",
    };

    private static string Credentials(Workplace place)
    {
        var file = Path.Combine(place.Folder, "broker.credentials");
        File.WriteAllText(file, "user=guest\npassword=guest\n");
        Networks.Tool.Run("chmod", "600", file);
        return file;
    }

    private static string Script(Workplace place, string name, string line)
    {
        var file = Path.Combine(place.Folder, name);
        File.WriteAllText(file, $"#!/bin/sh\n{line}\n");
        Networks.Tool.Run("chmod", "700", file);
        return file;
    }
}
