namespace Farm.Coordinator.Verbs;

/// <summary>What is planned, stands in the help, and is not there yet: one line each.</summary>
internal static class LaterVersion
{
    public const string Curves =
        "'curves' belongs to a later version: no study of this one has trials that are followed over time.";

    public const string Transport =
        "--transport belongs to a later version: this one runs on one host; leave the option out.";

    public const string NodesOnly =
        "--nodes-only belongs to a later version: this one computes in its own process; leave the option out.";

    public const string AuditFraction =
        "--audit-fraction belongs to a later version: 'farm audit --fraction F' computes a share of the blocks again.";

    public const string GpuMissing =
        "a GPU needs the assembly Farm.Numerics.Gpu of a full build (-p:FarmFull=true), which belongs to a later version";

    public const string Gpu =
        $"--device gpu: {GpuMissing}; use --device cpu.";
}
