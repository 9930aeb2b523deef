using Farm.Coordinator.Actors;
using Farm.Domain;
using Farm.Testing;
using Farm.Testing.Broker;
using Farm.Transport.RabbitMq;
using Xunit.Abstractions;

namespace Farm.Transport.Tests.RabbitMq;

/// <summary>
/// Someone with all permissions sends nonsense, forgeries and replays to every queue and exchange while a coordinator
/// and a node are at work: all of it is counted and set aside, nothing ends, and no row is wrong.
/// </summary>
[Collection(BrokerFixture.Collection)]
public sealed class HostileTests(BrokerFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [SkippableFact]
    public async Task A_sweep_under_attack_comes_to_the_same_bytes()
    {
        var seed = Seeds.New(output);
        var broker = await fixture.Broker.NewVirtualHostAsync();
        await using var farm = new AttackedFarm(broker);
        await farm.OpenAsync();
        await using var attacker = await Attacker.StartAsync(broker, seed, farm.Ledger, farm.NodeName);

        // Before there is a node, so that nonsense stands among the orders that it will find.
        await attacker.ThrowAsync(240);
        await farm.JoinAsync();
        await UntilAsync(() => attacker.Heard > 300);
        var forged = 0;
        for (var wave = 0; wave < 5; wave++)
        {
            await attacker.ThrowAsync(240);
            await attacker.ReplayAsync(40);
            forged += await attacker.ForgeAsync(40);
            await attacker.LieAsync(farm.NodeName);
        }

        await attacker.ThrowOversizedAsync();
        var outcome = await farm.Coordinator.Outcome.WaitAsync(Patience);
        output.WriteLine($"{outcome}\nrefused {farm.Refused}, forged {forged}");

        Assert.Equal(FarmEnd.Completed, outcome.End);
        Assert.Equal((0L, 0L), (outcome.Totals.SetAsideBlocks, outcome.Totals.MismatchedBlocks));
        Assert.False(farm.Node.Left.IsCompleted);
        Assert.Equal(await farm.UndisturbedAsync(), await farm.StoredAsync());
    }

    [SkippableFact]
    public async Task What_is_refused_is_counted_and_set_aside()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        await using var farm = new AttackedFarm(broker);
        await farm.OpenAsync();
        await using var attacker = await Attacker.StartAsync(broker, 1, farm.Ledger, farm.NodeName);
        await farm.JoinAsync();
        await UntilAsync(() => attacker.Heard > 50);
        var forged = await attacker.ForgeAsync(20);
        await attacker.ThrowOversizedAsync();
        await attacker.ThrowAsync(120);

        // One of each place but for the node's own queue, whose refusals are counted alone.
        Assert.True(forged > 0);
        await UntilAsync(async () => await attacker.SetAsideAsync(Topology.ReportQueue(farm.Ledger)) > forged);
        await UntilAsync(async () => await attacker.SetAsideAsync(Topology.WorkQueue(Capabilities.Cpu)) > 0);
        await UntilAsync(async () => await attacker.SetAsideAsync(Topology.CoordinatorQueue(farm.Ledger)) > 0);
        await UntilAsync(() => farm.Refused > attacker.SetAside);
        Assert.Equal(FarmEnd.Completed, (await farm.Coordinator.Outcome.WaitAsync(Patience)).End);
    }

    [SkippableFact]
    public async Task A_node_that_was_said_to_have_left_is_found_again()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        await using var farm = new AttackedFarm(broker);
        await farm.OpenAsync();
        await using var attacker = await Attacker.StartAsync(broker, 1, farm.Ledger, farm.NodeName);
        await farm.JoinAsync();
        await UntilAsync(() => attacker.Heard > 50);

        await attacker.LieAsync(farm.NodeName);

        Assert.Equal(FarmEnd.Completed, (await farm.Coordinator.Outcome.WaitAsync(Patience)).End);
    }

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await isSo())
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
