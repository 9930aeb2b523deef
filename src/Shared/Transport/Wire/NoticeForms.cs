using System.Text.Json.Serialization;

namespace Farm.Transport.Wire;

/// <summary>What a node tells all coordinators, as JSON: exactly one of the members is there.</summary>
internal sealed class NoticeForm
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HelloForm? Hello { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GoodbyeForm? Goodbye { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StatusForm? Status { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WarningForm? Warning { get; set; }
}

/// <summary>
/// A node's hello as JSON. This form stays as it is for ever, as do roll call and judgement: releases must be able to
/// refuse each other by name.
/// </summary>
internal sealed class HelloForm
{
    [JsonRequired]
    public string Name { get; set; } = "";

    [JsonRequired]
    public string Host { get; set; } = "";

    [JsonRequired]
    public string Processor { get; set; } = "";

    [JsonRequired]
    public int Slots { get; set; }

    [JsonRequired]
    public string Capability { get; set; } = "";

    [JsonRequired]
    public string Device { get; set; } = "";

    [JsonRequired]
    public string Backend { get; set; } = "";

    [JsonRequired]
    public string Release { get; set; } = "";

    [JsonRequired]
    public StudyForm?[] Studies { get; set; } = [];

    [JsonRequired]
    public int Prefetch { get; set; }
}

/// <summary>A study of a node as JSON.</summary>
internal sealed class StudyForm
{
    [JsonRequired]
    public string Study { get; set; } = "";

    [JsonRequired]
    public int Revision { get; set; }

    [JsonRequired]
    public int ColumnVersion { get; set; }
}

/// <summary>A node's goodbye as JSON.</summary>
internal sealed class GoodbyeForm
{
    [JsonRequired]
    public string Node { get; set; } = "";
}

/// <summary>How a node is doing, as JSON.</summary>
internal sealed class StatusForm
{
    [JsonRequired]
    public string Node { get; set; } = "";

    [JsonRequired]
    public RunningForm?[] Running { get; set; } = [];

    [JsonRequired]
    public int Waiting { get; set; }

    [JsonRequired]
    public long Shards { get; set; }

    [JsonRequired]
    public long Trials { get; set; }

    [JsonRequired]
    public long Failures { get; set; }

    [JsonRequired]
    public double TrialsPerSecond { get; set; }

    [JsonRequired]
    public bool IsDraining { get; set; }
}

/// <summary>A shard at work as JSON.</summary>
internal sealed class RunningForm
{
    [JsonRequired]
    public int Slot { get; set; }

    [JsonRequired]
    public Guid Ledger { get; set; }

    [JsonRequired]
    public ShardForm Shard { get; set; } = null!;

    [JsonRequired]
    public string Sweep { get; set; } = "";

    [JsonRequired]
    public string Cell { get; set; } = "";

    [JsonRequired]
    public long ElapsedTicks { get; set; }
}

/// <summary>A shard's name as JSON.</summary>
internal sealed class ShardForm
{
    [JsonRequired]
    public long Epoch { get; set; }

    [JsonRequired]
    public long Number { get; set; }
}

/// <summary>A warning as JSON.</summary>
internal sealed class WarningForm
{
    [JsonRequired]
    public string Node { get; set; } = "";

    [JsonRequired]
    public DateTimeOffset At { get; set; }

    [JsonRequired]
    public bool IsError { get; set; }

    [JsonRequired]
    public string Event { get; set; } = "";

    [JsonRequired]
    public string Message { get; set; } = "";

    [JsonRequired]
    public Guid? Ledger { get; set; }

    [JsonRequired]
    public ShardForm? Shard { get; set; }

    [JsonRequired]
    public long Dropped { get; set; }
}
