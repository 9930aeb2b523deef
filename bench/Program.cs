using System.CommandLine;
using Farm.Bench;
using Farm.Bench.Engines;

var rounds = new Option<int>("--rounds") { Description = "Times that each is measured, in turn.", DefaultValueFactory = _ => 5 };
var trials = new Option<long>("--trials") { Description = "Trials of each cell.", DefaultValueFactory = _ => 5_000_000 };
var engines = new Option<string[]>("--engine")
{
    Description = "Engines to measure, by the names of their addresses.",
    DefaultValueFactory = _ => ["amqp", "akka"],
    CustomParser = given => [.. given.Tokens.SelectMany(t => t.Value.Split(','))],
};
engines.Validators.Add(given =>
{
    if (EngineComparison.WhyNot(given.GetValueOrDefault<string[]>()) is { } reason)
    {
        given.AddError(reason);
    }
});
var shards = new Option<long>("--shards") { Description = "Shards of each sweep.", DefaultValueFactory = _ => 100_000 };
var results = new Option<DirectoryInfo>("--results")
{
    Description = "Folder that the sheet is written to.",
    DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("bench", "results")),
};

var root = new RootCommand("Measures the farm beside its peers and its floors: in turn, in one call, as medians and ratios.")
{
    Measure("xor-kernel", "The xor kernel beside plain C (needs gcc).", (parsed, folder) =>
        XorSpeed.Measure(parsed.GetValue(rounds), folder)),
    Measure("unactivated", "The exact decision of study unactivated beside plain C++ (needs g++).", (parsed, folder) =>
        UnactivatedSpeed.Measure(parsed.GetValue(rounds), folder)),
    Measure("momentum-kernel", "The momentum kernel beside plain C (needs gcc).", (parsed, folder) =>
        MomentumSpeed.Measure(parsed.GetValue(rounds), folder)),
    Measure("run-overhead", "The whole program beside its kernel.", (parsed, folder) =>
        RunOverhead.Measure(parsed.GetValue(rounds), parsed.GetValue(trials), folder), trials),
    Measure("first-block", "How soon the first block is on disk.", (parsed, folder) =>
        FirstBlock.Measure(parsed.GetValue(rounds), folder)),
    Measure("shard-rate", "Shards of one small block through the farm.", (parsed, folder) =>
        ShardRate.Measure(parsed.GetValue(rounds), folder)),
    Measure("broker-rate", "Shards of one small block through a real broker (needs rabbitmq-server).", (parsed, folder) =>
        BrokerRate.Measure(parsed.GetValue(rounds), folder)),
    Measure("node-overhead", "Two node processes beside one process with two threads (needs rabbitmq-server).", (parsed, folder) =>
        NodeOverhead.Measure(parsed.GetValue(rounds), folder)),
    Measure("node-overhead-fastest", "The same with the shortest trials there are (needs rabbitmq-server).", (parsed, folder) =>
        NodeOverhead.MeasureFastest(parsed.GetValue(rounds), folder)),
    Measure("engines", "RabbitMQ and Akka.Cluster side by side (needs a full build, rabbitmq-server, iproute2, root).", (parsed, folder) =>
        EngineComparison.Measure(
            parsed.GetRequiredValue(engines), parsed.GetValue(shards), parsed.GetValue(rounds), folder), engines, shards),
    Measure("matrix-product", "The products of a network's layer beside the core's ceiling.", (parsed, _) =>
        MatrixSpeed.Measure(parsed.GetValue(rounds))),
    Measure("networks", "Updates of real networks beside PyTorch (needs python3-torch, gcc).", (parsed, folder) =>
        NetworkSpeed.Measure(parsed.GetValue(rounds), folder)),
    Measure("trials-at-once", "Two trainings on two cores beside one, and their memory.", (parsed, _) =>
        TrialsAtOnce.Measure(parsed.GetValue(rounds))),
    Measure("dynamics", "Steps of gradient descent orbits beside plain C (needs gcc).", (parsed, folder) =>
        DynamicsSpeed.Measure(parsed.GetValue(rounds), folder)),
    Measure("ten-million", "Memory, disk and reading time of ten million trials.", (parsed, folder) =>
        TenMillion.Measure(parsed.GetValue(rounds), folder)),
    Measure("health", "Health measures of a deep network beside its updates.", (parsed, _) =>
        HealthCost.Measure(parsed.GetValue(rounds))),
    Measure("unit-types", "Checks of every unit of a deep network.", (parsed, _) => UnitTypeCost.Measure(parsed.GetValue(rounds))),
};
return root.Parse(args).Invoke();

Command Measure(string name, string help, Func<ParseResult, string, Sheet> measure, params Option[] more)
{
    var command = new Command(name, help) { rounds, results };
    Array.ForEach(more, command.Add);
    command.SetAction(parsed =>
    {
        var folder = Directory.CreateTempSubdirectory("farm-measure-");
        try
        {
            measure(parsed, folder.FullName).Write(parsed.GetRequiredValue(results), TimeProvider.System.GetUtcNow());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });
    return command;
}
