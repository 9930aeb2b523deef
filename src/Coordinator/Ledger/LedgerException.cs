namespace Farm.Coordinator.Ledger;

/// <summary>The ledger's storage refuses or fails; the message is one clear line for the user.</summary>
public sealed class LedgerException : Exception
{
    /// <summary>A fault of the storage.</summary>
    public LedgerException(LedgerFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public LedgerFault Fault { get; }
}

/// <summary>What can be wrong with a ledger's storage.</summary>
public enum LedgerFault
{
    /// <summary>No such file.</summary>
    Missing,

    /// <summary>The disk is full.</summary>
    Full,

    /// <summary>The file or its folder cannot be written.</summary>
    ReadOnly,

    /// <summary>The file is no ledger.</summary>
    Foreign,

    /// <summary>The file was written by a newer version.</summary>
    Newer,

    /// <summary>The file is shorter than it says, or damaged.</summary>
    Truncated,

    /// <summary>The file lies on a network file system.</summary>
    Network,

    /// <summary>Another coordinator has it open.</summary>
    InUse,

    /// <summary>Any other input/output error.</summary>
    Failing,
}
