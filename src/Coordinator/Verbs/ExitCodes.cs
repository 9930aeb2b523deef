using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Verbs;

/// <summary>Which exit code a fault has.</summary>
internal static class ExitCodes
{
    /// <summary>The exit code of a fault of the ledger's storage.</summary>
    public static ExitCode Of(LedgerFault fault) => fault switch
    {
        LedgerFault.Missing => ExitCode.BadInput,
        LedgerFault.InUse => ExitCode.InUse,
        _ => ExitCode.Storage,
    };

    /// <summary>The exit code of a coordinator's link that is over: taken is what another coordinator has.</summary>
    public static ExitCode Of(LinkFault fault) => fault == LinkFault.Taken ? ExitCode.InUse : ExitCode.Broker;
}
