namespace Farm.Domain;

/// <summary>Why a link to the farm is over for good.</summary>
public enum LinkFault
{
    /// <summary>The broker was not reached in the time that the user allows.</summary>
    Unreachable,

    /// <summary>The broker refuses: credentials, permissions, certificates, or a queue of another kind.</summary>
    Refused,

    /// <summary>Another coordinator of the same ledger is open, or a node of the same name.</summary>
    Taken,
}
