namespace Farm.Domain;

/// <summary>Names of the shared work queues.</summary>
public static class Capabilities
{
    /// <summary>Work for processors.</summary>
    public const string Cpu = "cpu";

    /// <summary>Work for graphics processors.</summary>
    public const string Gpu = "gpu";
}
