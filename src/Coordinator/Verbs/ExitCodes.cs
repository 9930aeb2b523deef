using Farm.Coordinator.Ledger;

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
}
