namespace Farm.Hosting;

/// <summary>Exit codes of the farm's programs.</summary>
public enum ExitCode
{
    /// <summary>All went well.</summary>
    Good = 0,

    /// <summary>A fault of the farm itself.</summary>
    Internal = 1,

    /// <summary>Bad input, or no such sweep or cell.</summary>
    BadInput = 2,

    /// <summary>Blocks were set aside.</summary>
    SetAside = 3,

    /// <summary>The ledger's storage is full, read-only, foreign, newer, truncated or on a network.</summary>
    Storage = 4,

    /// <summary>Another coordinator has the ledger.</summary>
    InUse = 5,

    /// <summary>Two executions of a block do not agree.</summary>
    DigestMismatch = 6,

    /// <summary>The broker cannot be reached or refuses.</summary>
    Broker = 7,

    /// <summary>Interrupted by Ctrl-C.</summary>
    Interrupted = 130,

    /// <summary>Ended by SIGTERM.</summary>
    Terminated = 143,
}
