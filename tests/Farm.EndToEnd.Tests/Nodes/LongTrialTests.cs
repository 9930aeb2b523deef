using System.Diagnostics;
using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;
using Farm.Studies;
using Farm.Testing.Broker;
using Farm.Testing.Studies;
using Farm.Transport.RabbitMq;
using Xunit.Abstractions;

namespace Farm.EndToEnd.Tests.Nodes;

/// <summary>Long trials over a real broker, on nodes that are processes and die.</summary>
[Collection(BrokerFixture.Collection)]
public sealed class LongTrialTests(BrokerFixture meeting, ITestOutputHelper output) : IDisposable
{
    private static readonly StudyCatalog Catalog = new(new DriftStudy());
    private readonly List<Process> nodes = [];
    private readonly Workplace place = new();
    private readonly Workplace calm = new();

    public void Dispose()
    {
        nodes.ForEach(Kill);
        place.Dispose();
        calm.Dispose();
    }

    [SkippableFact]
    public async Task A_node_and_a_coordinator_that_die_in_the_middle_of_trials_change_no_bit_of_them()
    {
        var address = await meeting.Broker.NewVirtualHostAsync();
        var sweep = new Sweep("long", DriftStudy.Name, 7, 6, 1, Keep.All, [DriftStudy.CellOf(steps: 200, work: 100_000, stateKib: 64)]);
        nodes.AddRange([await StartNodeAsync(address), await StartNodeAsync(address)]);

        var slices = await RunUntilAsync(address, sweep, slices: 40, afterSlices: 15, () => Kill(nodes[0]));
        using (var reader = SqliteLedgerReader.Open(place.Ledger))
        {
            Assert.NotEmpty(Planner.Plan(sweep, Catalog.Find(DriftStudy.Name)!.Description, reader).Cells[0].Unfinished);
        }

        nodes.Add(await StartNodeAsync(address));
        var watch = Stopwatch.StartNew();
        var rest = await RunUntilAsync(address, sweep, slices: long.MaxValue, afterSlices: long.MaxValue, () => { });
        output.WriteLine(FormattableString.Invariant(
            $"{slices} slices stored before the coordinator died, {rest} after it, in {watch.Elapsed.TotalSeconds:0.0} s"));

        // What was on its way to the disk when the coordinator died may have got there untold.
        Assert.InRange(rest, 1, (6 * 50) - slices);
        await AssertAsUndisturbedAsync(sweep);
    }

    [SkippableFact]
    public async Task Two_hosts_audit_each_others_slices_until_every_trial_is_confirmed()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root: each node has a host name of its own, by unshare --uts");
        var address = await meeting.Broker.NewVirtualHostAsync();
        var sweep = new Sweep("audited", DriftStudy.Name, 7, 4, 1, Keep.All, [DriftStudy.CellOf(steps: 160, work: 20_000, stateKib: 16)]);
        foreach (var host in new[] { "one", "two" })
        {
            // Alone each of them, so that the trials are certainly of both.
            nodes.Add(await StartNodeAsync(address, host));
            await RunUntilAsync(address, sweep, slices: 15, afterSlices: long.MaxValue, () => { });
            Kill(nodes[^1]);
        }

        nodes.AddRange([await StartNodeAsync(address, "one"), await StartNodeAsync(address, "two")]);
        await RunUntilAsync(address, sweep, slices: long.MaxValue, afterSlices: long.MaxValue, () => { }, auditFraction: 1);

        using (var reader = SqliteLedgerReader.Open(place.Ledger))
        {
            Assert.Equal(["one", "two"], reader.SliceHosts(sweep.Cells[0], sweep.Seed, 1, 2).Select(s => s.Host).Distinct().Order());
            Assert.Empty(reader.Unconfirmed(sweep.Cells[0], sweep.Seed, 1, 2));
        }

        await AssertAsUndisturbedAsync(sweep);
    }

    [SkippableFact]
    public async Task The_largest_states_go_over_the_broker()
    {
        var address = await meeting.Broker.NewVirtualHostAsync();
        var sweep = new Sweep("large", DriftStudy.Name, 7, 2, 1, Keep.All, [DriftStudy.CellOf(steps: 12, stateKib: 32_768)]);
        nodes.Add(await StartNodeAsync(address));

        var watch = Stopwatch.StartNew();
        Assert.Equal(6, await RunUntilAsync(address, sweep, long.MaxValue, long.MaxValue, () => { }));
        output.WriteLine(FormattableString.Invariant($"6 slices, 4 of them with 32 MiB, in {watch.Elapsed.TotalSeconds:0.0} s"));
        await AssertAsUndisturbedAsync(sweep);
    }

    /// <summary>One life of a coordinator, which ends without a word when so many slices are stored.</summary>
    /// <returns>Slices that it stored.</returns>
    private async Task<long> RunUntilAsync(
        BrokerAddress address, Sweep sweep, long slices, long afterSlices, Action accident, double auditFraction = 0)
    {
        var study = Catalog.Find(sweep.Study)!.Description;
        using var writer = SqliteLedgerWriter.Open(place.Ledger, DateTimeOffset.UtcNow);
        writer.Register(sweep, "", DateTimeOffset.UtcNow);
        SweepPlan plan;
        using (var reader = SqliteLedgerReader.Open(place.Ledger))
        {
            plan = Planner.Plan(sweep, study, reader, auditFraction);
        }

        var (stored, enough, hasHappened) = (0L, new TaskCompletionSource(), false);
        var observer = new FarmObserver(null, happened =>
        {
            stored += happened is BatchCommitted batch ? batch.Slices : 0;
            if (stored >= afterSlices && !hasHappened)
            {
                hasHappened = true;
                accident();
            }

            if (stored >= slices)
            {
                enough.TrySetResult();
            }
        });
        await using var transport = new RabbitMqTransport(new RabbitMqOptions(address));
        var coordinator = await CoordinatorActor.StartAsync(
            transport,
            plan,
            writer,
            _ => throw new InvalidOperationException("Nothing is audited here."),
            new CoordinatorOptions { Epoch = DateTimeOffset.UtcNow.UtcTicks },
            TimeProvider.System,
            observer);
        await using (coordinator)
        {
            await Task.WhenAny(coordinator.Outcome, enough.Task).WaitAsync(TimeSpan.FromMinutes(3));
            Assert.True(enough.Task.IsCompleted || (await coordinator.Outcome).End == FarmEnd.Completed);
        }

        return stored;
    }

    private async Task AssertAsUndisturbedAsync(Sweep sweep)
    {
        using (var writer = SqliteLedgerWriter.Open(calm.Ledger, DateTimeOffset.UtcNow))
        {
            writer.Register(sweep, "", DateTimeOffset.UtcNow);
            var plan = Planner.Plan(sweep, Catalog.Find(sweep.Study)!.Description, null);
            var outcome = await LocalFarm.RunAsync(plan, writer, Catalog, new LocalFarmOptions { Threads = 2 });
            Assert.Equal(FarmEnd.Completed, outcome.End);
        }

        Assert.Equal(Told(calm, sweep), Told(place, sweep));
    }

    private static string[] Told(Workplace at, Sweep sweep)
    {
        using var reader = SqliteLedgerReader.Open(at.Ledger);
        Assert.Empty(reader.DamagedBlocks());
        Assert.Empty(reader.DamagedSlices());
        Assert.Empty(reader.Incidents());
        Assert.Empty(reader.Unfinished(sweep.Cells[0], sweep.Seed, 1, 2));
        return
        [
            .. reader.Blocks(sweep.Cells[0], sweep.Seed, 1).Select(b => $"{b.Key.Block} {Convert.ToHexString(b.Digest)}"),
            .. reader.Slices(sweep.Cells[0], sweep.Seed, 1, 2).Select(s =>
                $"{s.Block} {s.FirstStep} {s.Step} {Convert.ToHexString(s.Digest)} {Convert.ToHexString(s.Rows)}"),
        ];
    }

    private static async Task<Process> StartNodeAsync(BrokerAddress address, string? host = null)
    {
        string[] node = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Farm.Testing.dll"), "node", address.ToString()];
        string[] command = host is null
            ? node
            : ["unshare", "--uts", "sh", "-c", "hostname \"$0\" && exec \"$@\"", host, .. node];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        Assert.Equal("here", await process.StandardOutput.ReadLineAsync());
        return process;
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
    }
}
