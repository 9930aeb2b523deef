using System.Text.Json.Serialization;

namespace Farm.Transport.Wire;

/// <summary>
/// An order as JSON. Every member must be there, in any order, and no other, here and in all other forms.
/// </summary>
internal sealed class OrderForm
{
    [JsonRequired]
    public long Epoch { get; set; }

    [JsonRequired]
    public long Number { get; set; }

    [JsonRequired]
    public string Sweep { get; set; } = "";

    [JsonRequired]
    public Guid Ledger { get; set; }

    [JsonRequired]
    public int Revision { get; set; }

    [JsonRequired]
    public int ColumnVersion { get; set; }

    /// <summary>The cell's key.</summary>
    [JsonRequired]
    public string Cell { get; set; } = "";

    [JsonRequired]
    public ulong Seed { get; set; }

    [JsonRequired]
    public int BlockSize { get; set; }

    [JsonRequired]
    public long Trials { get; set; }

    [JsonRequired]
    public long FirstBlock { get; set; }

    [JsonRequired]
    public long Blocks { get; set; }

    [JsonRequired]
    public string Keep { get; set; } = "";

    [JsonRequired]
    public int PrefixTrials { get; set; }

    [JsonRequired]
    public bool Alone { get; set; }

    /// <summary>Left out when the order is of no long trial.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SliceForm? Slice { get; set; }

    /// <summary>The slice's state; left out at the trial's start, and wherever the order is only named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? State { get; set; }
}

/// <summary>Which slice an order is for, as JSON.</summary>
internal sealed class SliceForm
{
    [JsonRequired]
    public long FirstStep { get; set; }

    [JsonRequired]
    public long Steps { get; set; }

    [JsonRequired]
    public byte[] From { get; set; } = [];
}

/// <summary>What a slice led to, as JSON.</summary>
internal sealed class SliceResultForm
{
    [JsonRequired]
    public long Step { get; set; }

    [JsonRequired]
    public byte[] State { get; set; } = [];

    [JsonRequired]
    public byte[] Digest { get; set; } = [];

    [JsonRequired]
    public byte[] Rows { get; set; } = [];
}

/// <summary>A report as JSON.</summary>
internal sealed class ReportForm
{
    [JsonRequired]
    public OrderForm Order { get; set; } = null!;

    [JsonRequired]
    public WorkerForm By { get; set; } = null!;

    [JsonRequired]
    public BlockForm?[] Results { get; set; } = [];

    [JsonRequired]
    public FailureForm? Failure { get; set; }

    [JsonRequired]
    public long ElapsedTicks { get; set; }

    /// <summary>Left out when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SliceResultForm? Slice { get; set; }
}

/// <summary>A worker's name as JSON.</summary>
internal sealed class WorkerForm
{
    [JsonRequired]
    public string Node { get; set; } = "";

    [JsonRequired]
    public string Host { get; set; } = "";

    [JsonRequired]
    public int Slot { get; set; }

    [JsonRequired]
    public string Device { get; set; } = "";

    [JsonRequired]
    public string Backend { get; set; } = "";

    [JsonRequired]
    public string Processor { get; set; } = "";
}

/// <summary>A block's result as JSON; bytes are Base64.</summary>
internal sealed class BlockForm
{
    [JsonRequired]
    public long Block { get; set; }

    [JsonRequired]
    public int Trials { get; set; }

    [JsonRequired]
    public byte[] Digest { get; set; } = [];

    [JsonRequired]
    public byte[] Summary { get; set; } = [];

    [JsonRequired]
    public byte[] Kept { get; set; } = [];

    [JsonRequired]
    public long ElapsedTicks { get; set; }

    /// <summary>Left out when there is none: generated code would write null bytes as an empty text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? PrefixDigest { get; set; }
}

/// <summary>A failure as JSON.</summary>
internal sealed class FailureForm
{
    [JsonRequired]
    public string Kind { get; set; } = "";

    [JsonRequired]
    public long? Block { get; set; }

    [JsonRequired]
    public long? Trial { get; set; }

    [JsonRequired]
    public string Message { get; set; } = "";

    [JsonRequired]
    public string Detail { get; set; } = "";
}
