using Farm.Hosting.Broker;
using Farm.Studies.Devices;

namespace Farm.Coordinator.Verbs;

/// <summary>What a run's command line says besides the sweep's content.</summary>
/// <param name="File">The sweep's file, as it was named.</param>
/// <param name="Overrides">The options that change the sweep, with a blank before each, or empty.</param>
/// <param name="Ledger">The ledger's file.</param>
/// <param name="Threads">Worker threads of this process; 0 leaves all to other nodes.</param>
/// <param name="Amends">Whether the ledger's sweep of the same name may be amended.</param>
/// <param name="RetriesSetAside">Whether blocks set aside are tried again.</param>
/// <param name="CopyTo">Where a closed copy goes at the end, or null.</param>
internal sealed record RunSettings(
    string File, string Overrides, string Ledger, int Threads, bool Amends, bool RetriesSetAside, string? CopyTo)
{
    /// <summary>The broker whose nodes share the work; null for one process.</summary>
    public BrokerSettings? Broker { get; init; }

    /// <summary>Whether GPUs compute it, here or on other hosts.</summary>
    public bool IsOnGpus { get; init; }

    /// <summary>The GPUs of this process, a slot each; none where its threads compute.</summary>
    public IReadOnlyList<IStudyDevice> Devices { get; init; } = [];

    /// <summary>The options that say how it is computed, with a blank before each, or empty.</summary>
    public string Ways { get; init; } = "";

    /// <summary>Share of the blocks that another host computes again, from 0 to 1.</summary>
    public double AuditFraction { get; init; }

    /// <summary>Hosts whose quarantine ends.</summary>
    public IReadOnlyList<string> Readmits { get; init; } = [];
}
