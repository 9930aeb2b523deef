using Farm.Transport.Wire;

namespace Farm.Transport.Akka.Wire;

/// <summary>Messages between processes as bytes: a version, then the members in their order, each within its bounds.</summary>
/// <remarks>
/// Orders, reports and what else has a form in <see cref="WireCodec"/> stands in it as that form's bytes, and is checked by
/// whoever takes it out.
/// </remarks>
internal static class EngineCodec
{
    /// <summary>Version of all these forms; another one is refused.</summary>
    public const byte Version = 1;

    /// <summary>Bytes of a message at most: one of the longest bodies, and what stands around it.</summary>
    public const int MostBytes = WireLimits.SliceBytes + (1 << 20);

    private const int ShortBytes = 1 << 20;

    /// <summary>The name of a message's form; null when it has none.</summary>
    public static string? ManifestOf(object message) => message switch
    {
        NodeBatch => "node",
        CoordinatorBatch => "coordinator",
        GateCall => "gate?",
        GateAnswer => "gate",
        ClaimCall => "claim?",
        ClaimAnswer => "claim",
        RollRequest => "roll-request",
        RollQuestion => "roll?",
        RollAnswer => "roll",
        HelloCall => "hello",
        Welcome => "welcome",
        NameTaken => "name-taken",
        ChannelUnknown => "unknown",
        Goodbye => "goodbye",
        Closing => "closing",
        _ => null,
    };

    /// <summary>A message's bytes.</summary>
    public static byte[] Write(object message)
    {
        var w = new FrameWriter(LengthOf(message));
        w.Byte(Version);
        switch (message)
        {
            case NodeBatch batch:
                Write(w, batch);
                break;
            case CoordinatorBatch batch:
                Write(w, batch);
                break;
            case GateCall or RollRequest:
                break;
            case GateAnswer gate:
                w.Id(gate.Cluster);
                break;
            case ClaimCall claim:
                w.Id(claim.Ledger);
                w.Id(claim.Claim);
                break;
            case ClaimAnswer claim:
                w.Id(claim.Ledger);
                w.Id(claim.Claim);
                w.Bool(claim.IsTaken);
                break;
            case RollQuestion roll:
                w.Id(roll.Ledger);
                w.Id(roll.Coordinator);
                break;
            case RollAnswer roll:
                w.Id(roll.Coordinator);
                w.Int(roll.Nodes);
                break;
            case HelloCall hello:
                w.Id(hello.Coordinator);
                w.Id(hello.Channel);
                w.Id(hello.Incarnation);
                w.Bytes(hello.Hello);
                break;
            case Closing closing:
                w.Id(closing.Channel);
                w.Bool(closing.IsRetired);
                break;
            default:
                w.Id(ChannelOf(message));
                break;
        }

        return w.ToArray();
    }

    /// <summary>The message that bytes stand for.</summary>
    /// <exception cref="WireException">They stand for none.</exception>
    public static IEngineMessage Read(byte[] bytes, string manifest)
    {
        WireCheck.Within(bytes.Length, 1, MostBytes, "bytes");
        var r = new FrameReader(bytes);
        WireCheck.Within(r.Byte(), Version, Version, "version");
        IEngineMessage message = manifest switch
        {
            "node" => ReadNode(r),
            "coordinator" => ReadCoordinator(r),
            "gate?" => new GateCall(),
            "gate" => new GateAnswer(r.Id()),
            "claim?" => new ClaimCall(r.Id(), r.Id()),
            "claim" => new ClaimAnswer(r.Id(), r.Id(), r.Bool()),
            "roll-request" => new RollRequest(),
            "roll?" => new RollQuestion(r.Id(), r.Id()),
            "roll" => new RollAnswer(r.Id(), r.Int(0, WireLimits.Slots, "nodes")),
            "hello" => new HelloCall(r.Id(), r.Id(), r.Id(), r.Bytes(ShortBytes, "hello")),
            "welcome" => new Welcome(r.Id()),
            "name-taken" => new NameTaken(r.Id()),
            "unknown" => new ChannelUnknown(r.Id()),
            "goodbye" => new Goodbye(r.Id()),
            "closing" => new Closing(r.Id(), r.Bool()),
            _ => throw new WireException("The message is of no kind that there is."),
        };
        r.End();
        return message;
    }

    private static Guid ChannelOf(object message) => message switch
    {
        Welcome welcome => welcome.Channel,
        NameTaken taken => taken.Channel,
        ChannelUnknown unknown => unknown.Channel,
        Goodbye goodbye => goodbye.Channel,
        _ => throw new WireException($"There is no form for {message.GetType().Name}."),
    };

    private static int LengthOf(object message) => message switch
    {
        NodeBatch batch => 256
            + 8 * (batch.Done.Length + (batch.Held?.Length ?? 0) + batch.Asked.Length)
            + batch.Reports.Sum(r => r.Body.Length + 64)
            + batch.Starts.Sum(s => s.Body.Length + 16)
            + batch.Notices.Sum(n => n.Length + 4),
        CoordinatorBatch batch => 256
            + 8 * batch.ReportsDone.Length
            + batch.Judgement.Length
            + batch.Orders.Sum(o => o.Body.Length + 64),
        HelloCall hello => 64 + hello.Hello.Length,
        _ => 64,
    };

    private static void Write(FrameWriter w, NodeBatch batch)
    {
        w.Id(batch.Channel);
        w.Int(batch.AllowVersion);
        w.Int(batch.Allow);
        w.Long(batch.Received);
        w.Longs(batch.Done);
        w.Bool(batch.Held is not null);
        if (batch.Held is { } held)
        {
            w.Longs(held);
        }

        w.Int(batch.Reports.Length);
        foreach (var report in batch.Reports)
        {
            w.Long(report.Number);
            w.Bytes(report.Code);
            w.Bytes(report.Body);
        }

        w.Longs(batch.Asked);
        w.Int(batch.Starts.Length);
        foreach (var start in batch.Starts)
        {
            w.Long(start.Number);
            w.Bytes(start.Body);
        }

        w.Int(batch.Notices.Length);
        foreach (var notice in batch.Notices)
        {
            w.Bytes(notice);
        }
    }

    private static NodeBatch ReadNode(FrameReader r) => new(
        r.Id(),
        r.Int(0, int.MaxValue, "allow_version"),
        r.Int(0, WireLimits.Prefetch, "allow"),
        r.Number("received"),
        r.Numbers("done"),
        r.Bool() ? r.Numbers("held") : null,
        r.List(16, "reports", ReadReport),
        r.Numbers("asked"),
        r.List(12, "starts", i => new StartPart(i.Number("start"), i.Bytes(WireLimits.Bytes, "start"))),
        r.List(4, "notices", i => i.Bytes(WireLimits.Bytes, "notice")));

    private static ReportPart ReadReport(FrameReader r) =>
        new(r.Number("report"), r.Bytes(OrderSeal.Length, "code"), r.Bytes(WireLimits.SliceBytes, "report"));

    private static void Write(FrameWriter w, CoordinatorBatch batch)
    {
        w.Id(batch.Channel);
        w.Int(batch.AllowVersion);
        w.Int(batch.Held);
        w.Bool(batch.HasMore);
        w.Bool(batch.IsUrgent);
        w.Long(batch.ReportsTaken);
        w.Long(batch.StartsTaken);
        w.Longs(batch.ReportsDone);
        w.Int(batch.Orders.Length);
        foreach (var order in batch.Orders)
        {
            w.Long(order.Number);
            w.Int(order.Delivery);
            w.Bool(order.IsShared);
            w.Bytes(order.Key);
            w.Bytes(order.Body);
        }

        w.Bytes(batch.Judgement);
    }

    private static CoordinatorBatch ReadCoordinator(FrameReader r) => new(
        r.Id(),
        r.Int(0, int.MaxValue, "allow_version"),
        r.Int(0, int.MaxValue, "held"),
        r.Bool(),
        r.Bool(),
        r.Number("reports_taken"),
        r.Number("starts_taken"),
        r.Numbers("reports_done"),
        r.List(21, "orders", ReadOrder),
        r.Bytes(WireLimits.Bytes, "judgement"));

    private static OrderPart ReadOrder(FrameReader r) => new(
        r.Number("order"),
        r.Int(1, ITransport.DeliveriesAtMost, "delivery"),
        r.Bool(),
        r.Bytes(OrderSeal.Length, "key"),
        r.Bytes(WireLimits.SliceBytes, "order"));
}
