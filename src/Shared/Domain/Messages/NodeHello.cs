namespace Farm.Domain;

/// <summary>What a node says of itself when it comes.</summary>
/// <param name="Name">Its name, unique to one life of one process: a node that comes back has another.</param>
/// <param name="Host">Its host.</param>
/// <param name="Processor">The processor's model.</param>
/// <param name="Slots">Shards that it computes at a time, at least 1.</param>
/// <param name="Capability">The work queue that it takes orders from: <c>cpu</c> or <c>gpu</c>.</param>
/// <param name="Device">The device, such as <c>cpu</c>.</param>
/// <param name="Backend">The backend, such as <c>simd-512</c>.</param>
/// <param name="Release">Farm's version there, such as <c>0.1.0</c>; coordinators refuse another than their own.</param>
/// <param name="Studies">The studies that it knows.</param>
public sealed record NodeHello(
    string Name,
    string Host,
    string Processor,
    int Slots,
    string Capability,
    string Device,
    string Backend,
    string Release,
    IReadOnlyList<StudyVersion> Studies)
{
    /// <summary>The name of one of its workers.</summary>
    /// <param name="slot">The slot, from 0.</param>
    public WorkerName Worker(int slot) => new(Name, Host, slot, Device, Backend, Processor);
}

/// <summary>A study as a node has it.</summary>
public sealed record StudyVersion(string Study, int Revision, int ColumnVersion);
