namespace Farm.Domain;

/// <summary>
/// What the name of a backend says: <c>simd-256</c>, <c>ilgpu-cpu</c>, <c>ilgpu-opencl</c> and <c>ilgpu-cuda</c> promise the
/// same bits of every trial; one whose name ends in <c>-near</c> computes within a bound of them and promises nothing more.
/// </summary>
public static class Backends
{
    /// <summary>How the name of a backend ends that does not promise equal bits.</summary>
    public const string Near = "-near";

    /// <summary>Whether a backend's trials have the bits of every other one that promises so.</summary>
    public static bool PromisesEqualBits(string backend) => !backend.EndsWith(Near, StringComparison.Ordinal);

    /// <summary>
    /// Whether two workers' results of the same trials must have the same digest: both promise equal bits, or both are the
    /// same device of the same host. Other results are never compared by digest.
    /// </summary>
    public static bool AreComparable(WorkerName first, WorkerName second) =>
        (PromisesEqualBits(first.Backend) && PromisesEqualBits(second.Backend))
        || (first.Backend == second.Backend && first.Host == second.Host && first.Device == second.Device);
}
