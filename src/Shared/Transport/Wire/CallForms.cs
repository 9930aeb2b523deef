using System.Text.Json.Serialization;

namespace Farm.Transport.Wire;

/// <summary>Starts that a node tells one coordinator, as JSON.</summary>
internal sealed class StartForm
{
    [JsonRequired]
    public Guid Ledger { get; set; }

    [JsonRequired]
    public StartedForm?[] Started { get; set; } = [];
}

/// <summary>One start as JSON.</summary>
internal sealed class StartedForm
{
    [JsonRequired]
    public ShardForm Shard { get; set; } = null!;

    [JsonRequired]
    public WorkerForm By { get; set; } = null!;

    [JsonRequired]
    public bool Alone { get; set; }
}

/// <summary>What a coordinator tells nodes, as JSON: exactly one of the members is there.</summary>
internal sealed class CallForm
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RollCallForm? RollCall { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JudgementForm? Judgement { get; set; }
}

/// <summary>A roll call as JSON.</summary>
internal sealed class RollCallForm
{
    [JsonRequired]
    public Guid Ledger { get; set; }
}

/// <summary>A judgement as JSON.</summary>
internal sealed class JudgementForm
{
    [JsonRequired]
    public Guid Ledger { get; set; }

    [JsonRequired]
    public string Verdict { get; set; } = "";

    [JsonRequired]
    public string Reason { get; set; } = "";
}
