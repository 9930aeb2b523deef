using Farm.Coordinator.Ledger;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>The ledger as a mutation lets a coordinator write it.</summary>
internal sealed class SimWriter(SimWorld world) : ILedgerWriter
{
    public Guid Id => world.Ledger.Id;

    public ReadOnlyMemory<byte> Secret => world.Ledger.Secret;

    public IReadOnlyList<BlockFate> Commit(LedgerBatch batch) => world.Mutation.Commit(world.Ledger, batch);

    public StoredOrigin? OriginOf(BlockKey key, int revision) => world.Ledger.OriginOf(key, revision);

    public StoredOrigin? OriginOf(BlockKey key, int revision, long step) => world.Ledger.OriginOf(key, revision, step);

    public IReadOnlyList<WithdrawnBlocks> Quarantine(QuarantinedHost host) =>
        world.Mutation.Quarantine(world.Ledger, host);

    public bool Readmit(string host) => world.Ledger.Readmit(host);

    public void Record(IReadOnlyList<NodeRecord> nodes) => world.Ledger.Record(nodes);

    public void Register(Farm.Domain.Sweep sweep, string source, DateTimeOffset at) => throw new NotSupportedException();

    public long RetrySetAside(Farm.Domain.Sweep sweep) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
