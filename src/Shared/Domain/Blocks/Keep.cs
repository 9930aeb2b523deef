namespace Farm.Domain;

/// <summary>What the ledger stores of each single trial, besides the sums of its block.</summary>
public enum Keep
{
    /// <summary>Nothing but the block's sums.</summary>
    Sums,

    /// <summary>Flags and small numbers, bit-packed, at most 8 bytes a trial. The default.</summary>
    Flags,

    /// <summary>Every column, raw.</summary>
    All,
}
